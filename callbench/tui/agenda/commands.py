"""What can be done in the agenda, and by which keys."""

from __future__ import annotations

from callbench.tui.commands import Command

AGENDA = (
    Command("call", "enter,d", "Call now", "Select them in the block"),
    Command("move", "m", "Move", "Agree another exact time, and say why"),
    Command("held", "h", "Held", "The meeting took place"),
    Command("no-show", "o", "No-show", "They did not turn up", "no_show"),
    Command("cancel", "x", "Cancel", "The promise is off"),
    Command("sent", "s", "Sent", "Something was sent about this problem"),
    Command("let-go", "l", "Let go", "A good end: they leave the queue"),
    Command("reopen", "e", "Reopen", "Call them again after all"),
    Command("undo", "u", "Undo", "Take back what was settled last, and again what was before it"),
    Command("down", "j,down", "Down", "Next line", "step:1", bar=False),
    Command("up", "k,up", "Up", "Line before", "step:-1", bar=False),
    Command("page-down", "pagedown", "Page down", "Ten lines down", "step:10", bar=False),
    Command("page-up", "pageup", "Page up", "Ten lines up", "step:-10", bar=False),
    Command("close", "escape,q,g", "Back", "Back to where you were"),
    Command("keys", "question_mark,f10", "Keys", "Show every key"),
)
