"""The commands of the calling screen, in the order in which the key bar shows them."""

from __future__ import annotations

from callbench.tui.commands import Command, under

NOT_REACHED = tuple(
    Command(
        f"outcome-{digit}",
        f"{digit},f{digit}" if digit <= 5 else str(digit),
        f"Outcome {digit}",
        "Nobody reached: log it so, select the next",
        f"outcome:{digit}",
        bar=digit <= 3,
    )
    for digit in range(1, 10)
)
"""One key ends an attempt that reached nobody; the names come from the playbook."""

WITHIN = "In the wrap-up"
"""The heading of the key sheet under which the wrap-up's own keys stand."""

WRAP_UP_KEYS = (
    ("a letter", "Outcome", "How it ended; then one key an answer, as shown"),
    ("Enter", "Next", "Take the line, go on; where nothing is left to ask, confirm"),
    ("↑", "Back", "From a line to its choice, then to the answer before"),
    ("Tab", "Suggestion", "Take the time or the words that are suggested"),
    ("Esc", "Note", "To the note; w comes back to where it was"),
)
"""Keys of the wrap-up pane, for the key sheet."""

WRAPPING = (
    ("Enter", "next"),
    ("↑", "back"),
    ("Ctrl+S", "confirm"),
    ("Esc", "note"),
    ("Ctrl+U", "undo"),
    ("F10", "keys"),
)
"""What the key bar says while the wrap-up has the keyboard."""

CALLING = (
    Command("dial", "d,enter", "Dial", "Start the attempt and open the note"),
    Command("note", "n", "Note", "Go to the note"),
    Command("wrap-up", "w,f8", "Wrap up", "The conversation ended: how, and what was agreed"),
    *NOT_REACHED,
    Command(
        "confirm",
        "ctrl+s",
        "Confirm",
        "Take the line and close the wrap-up; how it ended is enough",
    ),
    Command("skip", "s", "Skip", "Put the selected prospect off to later today"),
    Command("undo", "u,ctrl+u", "Undo", "Take back the last outcome, dial or skip, one by one"),
    Command("find", "slash", "Find", "Anybody on the lists: name, company, number, why"),
    Command("copy", "c", "Copy number", "Copy the number to the clipboard", bar=False),
    Command("track", "t,ctrl+t", "Talk track", "Show or hide cues for this kind of call"),
    Command("letter", "m", "Mail draft", "What follows the last conversation in writing"),
    Command("add", "a,ctrl+n", "Add", "Add a prospect: name, phone, company", bar=False),
    Command("prospect", "i", "Prospect", "Everything known about them; edit it"),
    Command("agenda", "g", "Agenda", "Promises: overdue, today, coming"),
    Command("review", "r", "Review", "Past sessions, their calls and notes"),
    Command("pause", "b", "Break", "Stop the block's clocks, and let them run on"),
    Command("leave-text", "escape", "Queue", "Leave a text field: single keys act"),
    Command("end-block", "Q", "End block", "End the block: a summary"),
    Command("keys", "question_mark,f10", "Keys", "Show every key"),
    *under(
        WITHIN,
        Command("channel", "f6", "Channel", "In the wrap-up: call, video or visit", bar=False),
        Command("length", "f7", "Length", "In the wrap-up: 15, 30, 45 or 60 minutes", bar=False),
        Command(
            "agreed", "f9", "Agreed", "In the wrap-up: agreed by both, or my promise", bar=False
        ),
    ),
    *under(
        "Now and then",
        Command("stamp", "f9", "Stamp", "Put the elapsed time into the note", bar=False),
        Command("told", "T", "Story told", "Mark the story at hand as told", bar=False),
        Command("edit-note", "E,ctrl+g", "Editor", "Open the note in your own editor", bar=False),
        Command("settings", "comma", "Settings", "Your name, zone, colours, dialler", bar=False),
        Command("rescue", "ctrl+o", "Save elsewhere", "Write the whole session to another file"),
    ),
    *under(
        "Moving in the queue",
        Command("down", "j,down", "Down", "Select the next prospect", "move:1", bar=False),
        Command("up", "k,up", "Up", "Select the prospect before", "move:-1", bar=False),
        Command("page-down", "pagedown", "Page down", "Ten prospects down", "move:10", bar=False),
        Command("page-up", "pageup", "Page up", "Ten prospects up", "move:-10", bar=False),
        Command("top", "home", "First", "Select the first prospect", "move:-1000000", bar=False),
        Command("bottom", "end", "Last", "Select the last prospect", "move:1000000", bar=False),
    ),
)
