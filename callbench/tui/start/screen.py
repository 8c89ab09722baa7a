"""The start: what to call today, or how to begin when there is nothing yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from callbench.domain.block import Refused
from callbench.store import do_not_call
from callbench.store.config import Config
from callbench.store.errors import StoreError
from callbench.store.recovery import close_abandoned
from callbench.tui.block.desk import Desk
from callbench.tui.block.sitting import new_desk, resumed_desk
from callbench.tui.commands import Command, shown_key
from callbench.tui.context import Context
from callbench.tui.start.display import StartDisplay

NO_LIST = "no list yet: i imports one, s shows the sample"


class StartScreen(StartDisplay):
    """Lists, promises and what the last session left."""

    DECLARED = (
        Command("take-in", "enter,t", "Take it in", "What was saved elsewhere", "take_in"),
        Command("resume", "enter,u", "Go on", "Go on with the unfinished session"),
        Command("begin", "enter,d", "Begin a block", "Call down all lists, who is due first"),
        Command("anew", "n", "New block", "Close the unfinished one, begin another"),
        Command("lists", "l", "Lists", "Choose what to call; rename lists, put them away"),
        Command("import", "i", "Import a list", "CSV, vCard, JSON, workbook, or what you paste"),
        Command("undo-import", "U", "Undo import", "Take back the last import", bar=False),
        Command("sample", "s", "Sample", "Try it on invented data; yours stay as they are"),
        Command("agenda", "g", "Agenda", "Promises: overdue, today, coming"),
        Command("review", "r", "Review", "Past sessions, their calls and notes"),
        Command("charts", "v", "Charts", "What all blocks come to", bar=False),
        Command("settings", "comma", "Settings", "Your name, zone, colours, dialler", bar=False),
        Command("keys", "question_mark,f10", "Keys", "Show every key"),
        Command("quit", "q,Q", "Quit", "Leave callbench"),
    )
    KEYS_TITLE = "Keys of the start screen"

    def __init__(
        self,
        context: Context,
        names: Sequence[str] = (),
        target: int | None = None,
        *,
        agenda: bool = False,
    ) -> None:
        """Start on this workbench, with the agenda opened at once if it is to be.

        Args:
            context: The workbench.
            names: The lists that a block begun here calls; all of them where empty.
            target: How many calls it is to have.
            agenda: Whether the agenda is opened.
        """
        super().__init__(context, names, target)
        self._agenda_first = agenda

    def on_mount(self) -> None:
        """Open the agenda, if it is to be."""
        if self._agenda_first:
            self.action_agenda()

    def applies(self, command: Command) -> bool:
        """A block wants a list, going on wants an unfinished session."""
        match command.id:
            case "take-in":
                return bool(self._rescued)
            case "begin":
                return bool(self._lists) and not self._unfinished
            case "resume":
                return bool(self._unfinished)
            case "anew":
                return bool(self._lists and self._unfinished)
        return True

    def _shown(self, command: Command) -> list[str]:
        """Enter belongs to what is to be done first."""
        keys = super()._shown(command)
        if not self._rescued or command.id not in {"resume", "begin"}:
            return keys
        return [key for key in keys if key != shown_key("enter")] or keys

    # ------------------------------------------------------------------ acts

    def action_take_in(self) -> None:
        """Take what was rescued into the workbench; what can't be stays where it is.

        Raises:
            Refused: there is none.
        """
        if not self._rescued:
            some = self._lists or self._unfinished
            raise Refused("nothing was saved elsewhere" if some else NO_LIST)
        from callbench.store.rescue.taking import take_in
        from callbench.tui.start.rescued import told

        taken, self._hindered = [], {}
        for rescued in self._rescued:
            try:
                taken.append(take_in(self._bench.workbench, rescued.path))
                problem = "; ".join(taken[-1].refused)
            except StoreError as error:
                problem = f"{error.path.name} {error.problem}"
            if problem:
                self._hindered[rescued.path] = f"not taken in: {problem}"
        self._look()
        if self._hindered:
            self.say(next(iter(self._hindered.values())), "error")
        else:
            self.say(told(taken))

    def action_begin(self) -> None:
        """Begin a block.

        Raises:
            Refused: there is no list yet, an unfinished session, or a file that can't be used.
        """
        if self._unfinished:
            raise Refused(
                "a block is unfinished: u goes on with it, n closes it and begins another"
            )
        self._begin()

    def action_anew(self) -> None:
        """Begin a block; the unfinished session is closed as it stands.

        Raises:
            Refused: there is no list yet, or a file can't be used.
        """
        self._begin()

    def _begin(self, select: str = "") -> None:
        if not self._lists:
            raise Refused(NO_LIST)
        try:
            # Nothing is ended for a block that can't begin.
            do_not_call.read(self._bench.workbench)
            for stored in self._unfinished:
                close_abandoned(self._bench.workbench, stored, self._bench.clock())
        except StoreError as error:
            self._look()
            raise Refused(str(error)) from error
        self._open(lambda: new_desk(self._bench, self._names, self._target), select)

    def action_resume(self) -> None:
        """Go on with the unfinished session.

        Raises:
            Refused: there is none, or somebody else has it.
        """
        if not self._unfinished:
            raise Refused("no unfinished session")
        stored = self._unfinished[0]
        self._open(lambda: resumed_desk(self._bench, stored))

    def _open(self, sit_down: Callable[[], Desk], select: str = "") -> None:
        from callbench.tui.block.screen import BlockScreen

        try:
            self.app.switch_screen(BlockScreen(sit_down(), select))
        except StoreError as error:
            # What is offered has changed, as where another instance has taken it.
            self._look()
            raise Refused(str(error)) from error

    def action_import(self) -> None:
        """Read a lead file.

        Raises:
            Refused: these are the sample's lists, which are gone with it.
        """
        if self._bench.notice:
            raise Refused(
                "the sample is gone when you leave: start callbench anew for your own list"
            )
        from callbench.tui.start.importing import ImportScreen

        self.app.push_screen(ImportScreen(self._bench))

    def action_lists(self) -> None:
        """Choose what to call."""
        from callbench.tui.start.lists_screen import ListsScreen

        screen = ListsScreen(self._bench, self._names, unfinished=bool(self._unfinished))
        self.app.push_screen(screen, self._begin_on)

    def _begin_on(self, names: Sequence[str] | None) -> None:
        """Begin a block on the lists that were chosen."""
        if not names:
            return
        self._names = names
        self._look()
        try:
            self._begin()
        except Refused as refusal:
            self.say(str(refusal), "warning")

    def action_undo_import(self) -> None:
        """Ask whether the last import is to be taken back.

        Raises:
            Refused: there is none, or it can't be.
        """
        from callbench.exchange.leads.taking import last_import
        from callbench.tui.start.undo_sheet import UndoSheet

        try:
            last = last_import(self._bench.workbench)
        except StoreError as error:
            raise Refused(error.problem) from error
        if last is None:
            raise Refused("there is no import to take back")
        self.app.push_screen(UndoSheet(self._bench.workbench, last), self._say_undone)

    def _say_undone(self, what: str | None) -> None:
        if what:
            self.say(what)

    def action_sample(self) -> None:
        """Begin a block on invented data in a throw-away folder.

        Raises:
            Refused: the folder can't be written.
        """
        from callbench.tui.block.opening import sample_context

        try:
            context = sample_context(self._bench.clock)
        except StoreError as error:
            raise Refused(str(error)) from error
        self._open(lambda: new_desk(context))

    def action_agenda(self) -> None:
        """Open the agenda."""
        from callbench.tui.agenda.screen import AgendaScreen

        self.app.push_screen(AgendaScreen(self._bench), self._call_now)

    def _call_now(self, ident: str | None) -> None:
        """Begin, or go on with, a block to call somebody now."""
        if not ident:
            return
        try:
            if self._unfinished:
                stored = self._unfinished[0]
                self._open(lambda: resumed_desk(self._bench, stored), ident)
            else:
                self._begin(ident)
        except Refused as refusal:
            self.say(str(refusal), "warning")

    def action_review(self) -> None:
        """Look back over past sessions."""
        from callbench.tui.review.screen import ReviewScreen

        review = ReviewScreen(self._bench, reach=lambda ident: None)
        self.app.push_screen(review, lambda _: self._call_now(review.to_call))

    def action_settings(self) -> None:
        """Change the settings."""
        from callbench.tui.settings.screen import open_settings

        open_settings(self, self._bench, self._take_up)

    def _take_up(self, config: Config | None) -> None:
        """Let changed settings hold from now on."""
        if config is not None:
            self._bench = replace(self._bench, config=config)

    def action_charts(self) -> None:
        """Look at the figures of all blocks."""
        from callbench.tui.charts.screen import ChartsScreen

        self.app.push_screen(ChartsScreen(self._bench))

    def action_quit(self) -> None:
        """Leave callbench."""
        self.app.exit(0)
