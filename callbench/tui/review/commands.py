"""The commands of the review, in the order in which the key bar shows them."""

from __future__ import annotations

from callbench.tui.commands import Command
from callbench.tui.keybar import Hint

REVIEWING = (
    Command("open", "enter", "Open", "To its calls, to the call"),
    Command("find", "slash", "Find", "In notes, answers, names, companies, numbers"),
    Command("timeline", "p", "Prospect", "Everything that passed with them"),
    Command("call", "d", "Call", "Select them in the block, to be dialled", "call_them"),
    Command("add", "a", "Add", "Add a line; the call stays as it is"),
    Command("copy", "c", "Copy", "Copy the note to the clipboard"),
    Command("letter", "m", "Mail draft", "Write draft and calendar file of this call again"),
    Command("file", "f", "File", "Say in which file this session is", bar=False),
    Command("back", "escape", "Back", "To the hits, else leave the review"),
    Command("undo", "u", "Undo", "Take back what was added last, one by one"),
    Command("next", "tab,right,l", "Pane", "Sessions, calls, the call", "pane:1"),
    Command("previous", "shift+tab,left,h", "Pane before", "The pane before", "pane:-1", bar=False),
    Command("down", "j,down", "Down", "One further down", "move:1", bar=False),
    Command("up", "k,up", "Up", "One further up", "move:-1", bar=False),
    Command("page-down", "pagedown", "Page down", "Ten further down", "move:10", bar=False),
    Command("page-up", "pageup", "Page up", "Ten further up", "move:-10", bar=False),
    Command("top", "home", "First", "The first one", "move:-1000000", bar=False),
    Command("bottom", "end", "Last", "The last one", "move:1000000", bar=False),
    Command("leave", "q", "Leave", "Leave the review", bar=False),
    Command("keys", "question_mark,f10", "Keys", "Show every key"),
    Command("charts", "v", "Charts", "Pictures of all blocks"),
)

FINDING: tuple[Hint, ...] = (
    ("Enter", "Open the call"),
    ("↑↓", "Move"),
)
"""What the key bar says while the search is being typed; Tab stands between these and Esc."""

TO_HITS: Hint = ("Tab", "To the hits")
OUT: Hint = ("Esc", "Back")

ADDING: tuple[Hint, ...] = (("Enter", "Keep it"), ("Esc", "Back, what was typed stays here"))
"""What the key bar says while something is being added."""
