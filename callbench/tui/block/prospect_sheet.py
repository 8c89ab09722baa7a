"""Everything known about a prospect, and the fields a rep may change."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label, Static

from callbench.domain.block import Refused
from callbench.domain.history import PastCall
from callbench.domain.hours import known_zone
from callbench.domain.phone import parse, zone_of
from callbench.domain.records import Prospect, replace
from callbench.tui.block.desk import Desk
from callbench.tui.block.prospect_pane import ProspectView
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
)


class ProspectSheet(CommandModal[Prospect | None]):
    """A form over one prospect; Ctrl+S keeps it, Esc leaves it as it was."""

    DECLARED = (
        Command("keep", "ctrl+s", "Save", "Keep the changes"),
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
        self._prospect_record = prospect
        self._view = view
        self._desk = desk

    def compose(self) -> ComposeResult:
        """The fields, then what the list and earlier calls say."""
        with VerticalScroll() as sheet:
            sheet.border_title = Content(self._prospect_record.name or "Prospect")
            sheet.border_subtitle = "Tab next field · Ctrl+S saves · Esc closes"
            for field, label in FIELDS:
                with Horizontal():
                    yield Label(Content(label))
                    value = str(getattr(self._prospect_record, field)).replace("\n", " ")
                    yield LineInput(value, id=f"field-{field}")
            yield Static(self._record(), id="record")
        yield KeyBar()

    def on_mount(self) -> None:
        """Start with the reason to call: it is what is most often missing."""
        self.set_focus(self.query_one("#field-reason", Input))
        self.refresh_keys()

    def _record(self) -> Content:
        prospect, lines = self._prospect_record, []
        for label, text in (
            ("country", prospect.country),
            ("city", prospect.city),
            ("tags", ", ".join(prospect.tags)),
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
        how = disposition.label.lower() if disposition is not None else past.disposition
        said = f" “{past.words}”" if past.words else ""
        at = past.at.astimezone(self._desk.context.zone)
        day = f"{at:%a} {at.day:>2} {at:%b %Y} "
        return Content.assemble((day, "bold"), how, (said, "italic"))

    def action_keep(self) -> None:
        """Hand the changed prospect back.

        Raises:
            Refused: the zone is not one.
        """
        values = {field: self._value(field) for field, _ in FIELDS}
        if values["zone"] and known_zone(values["zone"]) is None:
            raise Refused(f"no time zone {values['zone']!r}: write it as Europe/London")
        before = self._prospect_record
        changed = {
            field: value
            for field, value in values.items()
            if value != str(getattr(before, field)).replace("\n", " ")
        }
        if not changed:
            self.dismiss(None)
            return
        self.dismiss(self._edited(before, changed))

    def _value(self, field: str) -> str:
        return self.query_one(f"#field-{field}", Input).value.strip()

    def _edited(self, before: Prospect, changed: dict[str, str]) -> Prospect:
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
