"""Adding somebody who is on no list: a name, a number, a company, and Enter behind each."""

from __future__ import annotations

from collections.abc import Callable

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label, Static

from callbench.domain.block import Refused
from callbench.domain.hours import city
from callbench.domain.phone import Number, display, parse, zones
from callbench.domain.reasons import by_referral
from callbench.domain.records import Prospect, new_id
from callbench.domain.text import one_line
from callbench.tui.commands import Command
from callbench.tui.context import Context
from callbench.tui.keybar import KeyBar
from callbench.tui.line_input import LineInput
from callbench.tui.screens import CommandModal

FIELDS = (
    ("name", "Name"),
    ("phone", "Phone"),
    ("company", "Company"),
    ("referred_by", "Referred by"),
    ("reason", "Reason"),
)
LAST = "company"
"""The field behind which Enter adds; what is below it is asked of nobody, or is filled in."""


class AddSheet(CommandModal[Prospect | None]):
    """A small form; Enter goes on, and behind the company adds.

    Where a referrer's company is filled in already, it adds behind the number.
    """

    DECLARED = (
        Command("keep", "ctrl+s", "Add", "Add them as they stand"),
        Command("close", "escape", "Close", "Add nobody"),
    )
    KEYS_TITLE = "Keys of the form"

    DEFAULT_CSS = """
    AddSheet { align: center middle; background: $background 60%; }
    AddSheet > Vertical {
        width: 64; max-width: 100%; height: auto;
        border: round $border; background: $surface; padding: 0 1;
        border-title-color: $foreground; border-subtitle-color: $text-muted;
    }
    AddSheet Horizontal { height: 1; }
    AddSheet Label { width: 13; color: $accent; }
    AddSheet Input { width: 1fr; }
    AddSheet #add-reading { height: 1; padding: 0 0 0 13; color: $text-muted; }
    """

    def __init__(
        self,
        context: Context,
        referrer: Prospect | None,
        refuse: Callable[[Prospect], None] = lambda prospect: None,
        *,
        asked: bool = False,
    ) -> None:
        """Fill in who named them, and the company, which is likely the same.

        Args:
            context: For the country of a number.
            referrer: Whoever is on the line, or has referred the rep on; None where nobody has.
            refuse: Raises `Refused` for somebody who must not be called: what was typed stays.
            asked: Whether callbench asks, since the referrer has just referred the rep on.
        """
        super().__init__()
        self._bench = context
        self._refuse = refuse
        self._referrer = referrer.name if referrer is not None else ""
        self._filled = {
            "referred_by": self._referrer,
            "company": referrer.company if referrer is not None else "",
            "reason": by_referral(self._referrer),
        }
        self._last = "phone" if self._filled["company"] else LAST
        self._asked = asked

    def compose(self) -> ComposeResult:
        """The fields, and how the number is understood."""
        with Vertical() as sheet:
            title = f"Whom did {self._referrer} refer you to?" if self._asked else "Add a prospect"
            sheet.border_title = Content(title)
            sheet.border_subtitle = Content(f"Enter goes on, then adds · Esc {self._way_out}")
            for field, label in FIELDS:
                with Horizontal():
                    yield Label(Content(label))
                    line = LineInput(self._filled.get(field, ""), id=f"add-{field}")
                    # A company that was guessed is overwritten by typing, and so is a reason.
                    line.select_on_focus = field in {LAST, "reason"}
                    yield line
                if field == "phone":
                    yield Static(id="add-reading")
        yield KeyBar()

    @property
    def _way_out(self) -> str:
        return "adds nobody" if self._asked else "closes"

    def on_mount(self) -> None:
        """Begin with the name."""
        self.set_focus(self._input("name"))
        self.refresh_keys()

    def take_first(self, event: events.Key) -> bool:
        """Enter goes to the next field, and behind the last one adds; arrows and Tab only go."""
        order = [field for field, _ in FIELDS]
        fields = [self._input(field) for field in order]
        here = fields.index(self.focused) if isinstance(self.focused, Input) else 0
        if event.key == "enter" and here >= order.index(self._last):
            self._silence()
            try:
                self.action_keep()
            except Refused as refusal:
                self.say(str(refusal), "warning")
        elif event.key in {"enter", "down", "tab"}:
            self.set_focus(fields[min(here + 1, len(order) - 1)])
        elif event.key in {"up", "shift+tab"}:
            self.set_focus(fields[max(here - 1, 0)])
        else:
            return False
        return True

    @on(Input.Changed, "#add-phone")
    def _read_number(self) -> None:
        """Show how the number is understood, before it is kept."""
        self.query_one("#add-reading", Static).update(_reading(self._number()))

    @on(Input.Changed, "#add-referred_by")
    def _give_reason(self) -> None:
        """That somebody has named them is a reason, unless the rep has a better one."""
        before, self._referrer = self._referrer, self._value("referred_by")
        if self._value("reason") == by_referral(before):
            self._input("reason").value = by_referral(self._referrer)

    def action_keep(self) -> None:
        """Hand over whom the form describes.

        Raises:
            Refused: it describes nobody, or somebody who must not be called.
        """
        name, company = self._value("name"), self._value("company")
        number = self._number()
        if not (name or number.to_dial):
            self.set_focus(self._input("name"))
            raise Refused("a name or a number first")
        prospect = Prospect(
            id=new_id(),
            name=name or company or number.to_dial,
            company=company,
            phone=number.to_dial,
            extension=number.extension,
            zones=zones(number.to_dial),
            referred_by=self._value("referred_by"),
            reason=self._value("reason"),
        )
        self._refuse(prospect)
        self.dismiss(prospect)

    def action_close(self) -> None:
        """Add nobody."""
        self.dismiss(None)

    def _number(self) -> Number:
        return parse(self._value("phone"), self._bench.config.region or None)

    def _value(self, field: str) -> str:
        return one_line(self._input(field).value)

    def _input(self, field: str) -> Input:
        return self.query_one(f"#add-{field}", Input)


def _reading(number: Number) -> Content:
    """A number as it will be called, where that is, and what is odd about it."""
    if not number.typed:
        return Content("")
    if not number.to_dial:
        return Content.styled(number.problem or "no number yet", "$warning")
    parts = [f"= {display(number.to_dial)}"]
    if number.extension:
        parts.append(f"ext. {number.extension}")
    where = zones(number.to_dial)
    parts.append(f"· {city(where[0]) if len(where) == 1 else 'zone ?'}")
    if number.problem:
        parts.append(f"· {number.problem}")
    return Content(" ".join(parts))
