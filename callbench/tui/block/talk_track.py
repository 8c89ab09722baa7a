"""The talk track: short cues for the kind of call at hand, and stories worth telling."""

from __future__ import annotations

from datetime import datetime

import msgspec
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from callbench.domain.playbook import Playbook, Story
from callbench.domain.records import Prospect
from callbench.domain.templates import fill, first_name


class TrackView(msgspec.Struct, frozen=True):
    """What the talk track is about."""

    prospect: Prospect
    kind: str
    reason: str
    attempts: int
    stories: tuple[Story, ...] = ()
    told: tuple[str, ...] = ()
    tried: tuple[datetime, ...] = ()
    """When they were tried in vain, in the rep's zone."""


class TalkTrack(VerticalScroll, can_focus=False):
    """Cues beside the note; the keyboard stays where it is."""

    DEFAULT_CSS = """
    TalkTrack {
        border: round $border-blurred; border-title-color: $foreground; padding: 0 1;
        border-subtitle-color: $text-muted; scrollbar-size-vertical: 1;
    }
    TalkTrack Static { height: auto; }
    """

    def __init__(self, playbook: Playbook, rep: str) -> None:
        """Take cues from `playbook`, spoken by `rep`."""
        super().__init__()
        self._playbook = playbook
        self._rep = rep
        self._view: TrackView | None = None
        self._text = Static()

    def compose(self) -> ComposeResult:
        """One text."""
        yield self._text

    def show(self, view: TrackView | None) -> None:
        """Show the cues for this call."""
        if view == self._view:
            return
        self._view = view
        kind = f" · {view.kind} call" if view is not None else ""
        self.border_title = Content(f"Talk track{kind}")
        self.border_subtitle = "t hides"
        self._text.update(self._content(view) if view is not None else Content(""))

    def _content(self, view: TrackView) -> Content:
        lines = [Content.assemble(("• ", "$accent"), cue) for cue in self._cues(view)]
        if view.kind in {"step-back", "break-up"} and view.tried:
            days = ", ".join(f"{at:%a} {at.day} {at:%b}" for at in view.tried)
            lines.append(Content.assemble(("tried on ", "$accent"), days))
        for story in view.stories[:2]:
            known = " (told)" if story.id in view.told else ""
            lines.append(Content.assemble((f"{story.title}{known}", "bold $success")))
            lines.append(Content(story.text))
        return Content("\n\n").join(lines)

    def _cues(self, view: TrackView) -> list[str]:
        cues = self._playbook.cues.get(view.kind) or self._playbook.cues.get("follow-up", ())
        values = {
            "first": first_name(view.prospect.name) or view.prospect.company,
            "company": view.prospect.company,
            "rep": self._rep,
            "reason": view.reason,
            "attempts": str(view.attempts),
        }
        return [fill(cue, values) for cue in cues]
