"""Everything known about a prospect, and the fields a rep may change."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label, Static

from callbench.domain.block import Refused
from callbench.domain.history import PastCall
from callbench.domain.hours import known_zone
from callbench.domain.phone import display, parse, zone_of
from callbench.domain.records import Prospect, replace
from callbench.exchange.leads.beside import called_at, further_numbers
from callbench.exchange.leads.values import priority_in, tags_in
from callbench.tui.block.desk import Desk
from callbench.tui.block.prospect_text import ProspectView
from callbench.tui.commands import Command
from callbench.tui.keybar import KeyBar
from callbench.tui.line_input import LineInput
from callbench.tui.screens import CommandModal

FIELDS = (
    ("reason", "Reason to call"),
    ("notes", "Research"),
    ("news", "News"),
    ("phone", "Phone"),
    ("extension", "Extension"),
    ("email", "E-mail"),
    ("name", "Name"),
    ("title", "Job title"),
    ("company", "Company"),
    ("zone", "Time zone"),
    ("priority", "Priority"),
    ("tags", "Tags"),
)


class ProspectSheet(CommandModal[Prospect | None]):
    """A form over one prospect; Ctrl+S keeps it, Esc leaves it as it was."""

    DECLARED = (
        Command("keep", "ctrl+s", "Save", "Keep the changes"),
        Command("number", "f6", "Other number", "Call them at the next of their numbers"),
        Command("close", "escape", "Close", "Leave everything as it was"),
    )
    KEYS_TITLE = "Keys of the prospect sheet"

    DEFAULT_CSS = """
    ProspectSheet { align: center middle; background: $background 60%; }
    ProspectSheet > VerticalScroll {
        width: 90; max-width: 100%; height: auto; max-height: 95%;
        border: round $border; background: $surface; padding: 0 1;
        border-title-color: $foreground; border-subtitle-color: $text-muted;
    }
    ProspectSheet Horizontal { height: 1; }
    ProspectSheet Label { width: 16; color: $accent; }
    ProspectSheet Input { width: 1fr; }
    ProspectSheet #record { height: auto; margin: 1 0 0 0; }
    """

    def __init__(self, prospect: Prospect, view: ProspectView | None, desk: Desk) -> None:
        """Show `prospect`, with what the desk knows of their past."""
        super().__init__()
        self._before = prospect
        self._prospect_record = prospect
        """As it is to be, but for what stands in the fields."""
        self._numbers = tuple(further_numbers(prospect, desk.context.config.region))
        self._turn = 0
        """Which number is to be called: 0 the one that was, then the further ones."""
        self._view = view
        self._desk = desk

    def compose(self) -> ComposeResult:
        """The fields, then what the list and earlier calls say."""
        with VerticalScroll() as sheet:
            sheet.border_title = Content(self._prospect_record.name or "Prospect")
            other = " · F6 other number" if self._numbers else ""
            sheet.border_subtitle = Content(f"Tab next field{other} · Ctrl+S saves · Esc closes")
            for field, label in FIELDS:
                with Horizontal():
                    yield Label(Content(label))
                    value = _shown(self._prospect_record, field)
                    yield LineInput(value, id=f"field-{field}")
            yield Static(self._record(), id="record")
        yield KeyBar()

    def on_mount(self) -> None:
        """Start with the reason to call: it is what is most often missing."""
        self.set_focus(self.query_one("#field-reason", Input))
        self.refresh_keys()

    def take_first(self, event: events.Key) -> bool:
        """Tab goes to the next field at once: what is typed behind it belongs there."""
        if event.key not in {"tab", "shift+tab"}:
            return False
        fields = [self.query_one(f"#field-{field}", Input) for field, _ in FIELDS]
        here = fields.index(self.focused) if isinstance(self.focused, Input) else -1
        by = 1 if event.key == "tab" else -1
        self.set_focus(fields[(here + by) % len(fields)])
        return True

    def _record(self) -> Content:
        prospect, lines = self._prospect_record, []
        for label, text in (
            ("country", prospect.country),
            ("city", prospect.city),
            ("referred by", prospect.referred_by),
            *prospect.extra.items(),
        ):
            if text:
                lines.append(Content.assemble((f"{label}: ", "$text-muted"), Content(text)))
        history = self._desk.history(prospect.id)
        lines += [self._past_line(past) for past in history.recent]
        lines += [Content.assemble(("asked: ", "$secondary"), q) for q in history.questions]
        return Content("\n").join(lines)

    def _past_line(self, past: PastCall) -> Content:
        disposition = self._desk.context.playbook.disposition(past.disposition)
        how = disposition.label if disposition is not None else past.disposition
        said = f" “{past.words}”" if past.words else ""
        at = past.at.astimezone(self._desk.context.zone)
        day = f"{at:%a} {at.day:>2} {at:%b %Y} "
        return Content.assemble((day, "bold"), how, (said, "italic"))

    def action_keep(self) -> None:
        """Hand the changed prospect back.

        Raises:
            Refused: the zone, or the priority, is not one.
        """
        values: dict[str, Any] = {field: self._value(field) for field, _ in FIELDS}
        if values["zone"] and known_zone(values["zone"]) is None:
            raise Refused(f"no time zone {values['zone']!r}: write it as Europe/London")
        before = self._prospect_record
        changed = {
            field: value for field, value in values.items() if value != _shown(before, field)
        }
        if "priority" in changed:
            changed["priority"] = _priority(changed["priority"])
        if "tags" in changed:
            changed["tags"] = tags_in(changed["tags"])
        after = self._edited(before, changed) if changed else before
        self.dismiss(after if after != self._before else None)

    def applies(self, command: Command) -> bool:
        """Only who has several numbers can be called at another one."""
        return command.id != "number" or bool(self._numbers)

    def action_number(self) -> None:
        """Have the next of their numbers called, and the one that was kept in its place.

        Raises:
            Refused: there is no other.
        """
        if not self._numbers:
            raise Refused("no other number is known: type one into Phone")
        self._turn = (self._turn + 1) % (len(self._numbers) + 1)
        turned = self._before
        if self._turn:
            turned = called_at(turned, self._numbers[self._turn - 1])
        self._prospect_record = turned
        for field in ("phone", "extension"):
            self.query_one(f"#field-{field}", Input).value = _shown(turned, field)
        self.query_one("#record", Static).update(self._record())
        place = f"{self._turn + 1} of {len(self._numbers) + 1}"
        self.say(f"number {place}: {display(turned.phone)} · Ctrl+S keeps it")

    def _value(self, field: str) -> str:
        return self.query_one(f"#field-{field}", Input).value.strip()

    def _edited(self, before: Prospect, changed: dict[str, Any]) -> Prospect:
        """The prospect with the changed fields; a new number brings its zones."""
        if phone := changed.get("phone"):
            number = parse(phone, self._desk.context.config.region or None)
            changed["phone"] = number.e164 or number.typed
            changed.setdefault("extension", number.extension or before.extension)
        after = replace(before, **changed)
        return replace(after, zones=zone_of(replace(after, zone="")))

    def action_close(self) -> None:
        """Leave everything as it was."""
        self.dismiss(None)


def _shown(prospect: Prospect, field: str) -> str:
    """The text of a field, on one line."""
    value = getattr(prospect, field)
    text = ", ".join(value) if isinstance(value, tuple) else str(value)
    return text.replace("\n", " ").strip()


def _priority(text: str) -> int:
    """The priority that was typed, 0 for none.

    Raises:
        Refused: it is none.
    """
    found = priority_in(text) if text else 0
    if found is None:
        raise Refused("a priority is a number, higher for earlier; or hot, warm, cold")
    return found
