"""What the review shows: sessions, their calls, one call in full, or the hits of a search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from callbench.domain.block import Refused
from callbench.domain.records import Call
from callbench.domain.text import clean
from callbench.store.archive import Archive
from callbench.store.errors import StoreError
from callbench.store.hits import SessionLine
from callbench.store.rescue.waiting import waiting
from callbench.tui.context import Context, Reach
from callbench.tui.follower import Following, News
from callbench.tui.keybar import KeyBar
from callbench.tui.line_list import LineList
from callbench.tui.review import work
from callbench.tui.review.adding import Adding
from callbench.tui.review.call_pane import CallPane
from callbench.tui.review.call_text import Reader
from callbench.tui.review.find_pane import FindPane
from callbench.tui.review.finding import Finding
from callbench.tui.review.letters import LetterWriter
from callbench.tui.review.rows import Rows
from callbench.tui.review.search_help import search_help
from callbench.tui.review.shelf import CallsPane, SessionsPane

READING = Content.styled("reading every session…", "$text-muted")

NOTHING_YET = "No session yet: begin a block, and every call of it can be read here."

COPIES = "a sync client made copies of session files: `callbench doctor` says what is in them"

WAITING = "what could not be written here was saved elsewhere: `callbench` offers to take it in"


class ReviewDisplay(LetterWriter):
    """The panes of the review, and what threads bring to them; its keys are `ReviewScreen`'s."""

    CSS_PATH = "review.tcss"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012 - Textual declares it as an instance variable
        (0, "-narrow"),
        (100, "-normal"),
        (160, "-wide"),
    ]

    def __init__(
        self,
        context: Context,
        query: str = "",
        *,
        running: work.Running | None = None,
        reach: Reach | None = None,
    ) -> None:
        """Look back on this workbench.

        Args:
            context: The workbench.
            query: Begin with the hits of this, where there is one.
            running: The block that goes on under the review.
            reach: Asks the block, where there is or can be one, whether it can call somebody.
        """
        super().__init__()
        self.to_call = ""
        """The id of a prospect who is to be called, once the review is left for that."""
        self._reach = reach
        self._bench = context
        self._query = clean(query, keep_newlines=False).strip()
        self._rows = Rows(context.playbook, context.zone, context.now())
        self._archive: Archive | None = None
        self._followed = False
        """Whether all that the files hold has been taken up once."""
        self._news: Sequence[StoreError] = ()
        """Files that can't be read, to be named once the others are shown."""
        self._copies: Mapping[Path, str] = {}
        """Files that a sync client made beside another, and the name of that one."""
        self._sessions = SessionsPane(self._rows)
        self._calls = CallsPane(self._rows)
        self._find = FindPane(self._rows.hit)
        self._call = CallPane()
        self._adding = Adding(self, context, self._call, running)
        self._finding = Finding(self, self._find, self._rows, context.now)
        self._from_hits = False

    def compose(self) -> ComposeResult:
        """Sessions, calls, hits in the place of both, the call."""
        with Vertical(id="review"):
            yield self._sessions
            yield self._calls
            yield self._find
            yield self._call
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the frame at once, and read meanwhile."""
        self._call.show(None, self._reader, READING)
        self._find.line.value = self._query
        self._set_finding(bool(self._query))
        self._read()
        self._ask()

    # ------------------------------------------------------------------ what is

    @property
    def finding(self) -> bool:
        """Whether the hits are shown."""
        return self.has_class("-finding")

    @property
    def _reader(self) -> Reader:
        return Reader(self._bench.playbook, self._bench.zone, tuple(self._rows.words))

    @property
    def _selected(self) -> tuple[SessionLine, Call] | None:
        """The call at hand, and its session."""
        if self.finding:
            hit = self._find.hits.row
            return (hit.session, hit.call) if hit is not None else None
        line, call = self._sessions.list.row, self._calls.list.row
        return (line, call) if line is not None and call is not None else None

    def _needed(self) -> tuple[SessionLine, Call]:
        if self._selected is None:
            raise Refused("reading…" if self._archive is None else "no call is selected")
        return self._selected

    # ------------------------------------------------------------------ what threads bring

    def _ask(self) -> None:
        """Have what changed in the files taken up at once."""
        if isinstance(self.app, Following):
            self.app.follower.ask(self._bench)

    def _read(self) -> None:
        """Have a thread read what the index has."""
        try:
            archive = self._archive or Archive(self._bench.workbench, self._bench.playbook)
        except StoreError as error:
            self.say(str(error), "error")
            return
        read = partial(work.read_archive, self, archive)
        self.run_worker(read, name="read", group="read", exclusive=True, thread=True)

    def index_followed(self, news: News) -> None:
        """Show what came, went or changed, here or by another hand."""
        if news.root != self._bench.workbench.root:
            return
        if news.problem:
            self.say(news.problem, "error")
        self._followed = self._followed or news.followed is not None or bool(news.problem)
        if news.followed is not None:
            self._news = news.followed.problems
        if news.is_different or self._archive is None or self._news:
            self._read()

    @on(work.ArchiveRead)
    def _take_archive(self, event: work.ArchiveRead) -> None:
        if not event.archive.sessions and not self._followed:
            return  # Nothing is there yet; it is being built.
        before, self._archive = self._archive, event.archive
        came = len(event.copies) > len(self._copies)
        self._copies = event.copies
        # While something is being added, what it is added to stays in sight.
        if not self._call.adding:
            self._show_sessions() if before is None else self._reshow()
        if self.finding:
            self._finding.search(self._archive)
        if self._news:
            more = f" (and {len(self._news) - 1} more)" if len(self._news) > 1 else ""
            self.say(f"{self._news[0].path.name}: {self._news[0].problem}{more}", "error")
            self._news = ()
        elif came:
            self.say(COPIES, "warning")
        elif before is None and len(self.app.screen_stack) <= 2 and waiting(self._bench.workbench):
            self.say(WAITING, "warning")

    @on(work.HitsFound)
    def _take_hits(self, event: work.HitsFound) -> None:
        if not self.finding:
            return
        ahead = self._finding.take(event)
        if ahead == "enter":
            self._jump()
            return
        self._show_call()
        if ahead == "tab":
            self._take_offer()

    # ------------------------------------------------------------------ showing

    def _show_sessions(self, at: int = 0, call: int = 0) -> None:
        if self._archive is not None:
            self._sessions.show(self._archive.sessions, at)
            self._show_calls(call)

    def _reshow(self) -> None:
        """Show the sessions as they are now, and stay at the one that is selected."""
        line = self._sessions.list.row
        lines = self._archive.sessions if self._archive is not None else ()
        same = (at for at, one in enumerate(lines) if line is not None and one.path == line.path)
        self._show_sessions(next(same, self._sessions.list.cursor), self._calls.list.cursor)

    def _show_calls(self, at: int = 0) -> None:
        line = self._sessions.list.row
        if self._archive is not None and line is not None:
            try:
                calls = self._archive.calls(line)
            except StoreError as error:
                calls = ()
                self.say(str(error), "error")
            self._calls.show(line, calls, at, self._copies.get(line.path, ""))
        self._show_call()

    def _show_call(self) -> None:
        selected = self._selected
        self._call.warn(self._adding.trouble)
        if selected is not None:
            self._call.show(selected[1], self._reader, owed=self._adding.owed(selected[1]))
        elif self._archive is not None:
            self._call.show(None, self._reader, self._nothing(self._archive))
        self.refresh_keys()

    def _nothing(self, archive: Archive) -> Content:
        """What to say where no call can be shown."""
        if self.finding and not self._find.text.strip():
            return search_help(self._bench.playbook, archive.lists)
        if self.finding:
            return Content.styled(self._finding.instead, "$text-muted")
        words = "No call was made in this session." if archive.sessions else NOTHING_YET
        return Content.styled(words, "$text-muted")

    @on(LineList.Picked)
    def _picked(self, event: LineList.Picked) -> None:
        self._show_moved(event.where)

    def _show_moved(self, where: str | None) -> None:
        """Show what belongs to the row that is selected now in that list."""
        if where == "sessions":
            self._show_calls()
        else:
            self._show_call()

    # ------------------------------------------------------------------ finding

    def _set_finding(self, finding: bool) -> None:
        self.set_class(finding, "-finding")
        self.set_class(not finding, "-browsing")
        self.set_focus(self._find.line if finding else self._sessions.list)
        self.refresh_keys()

    @on(FindPane.Typed)
    def _typed(self) -> None:
        self._finding.search(self._archive)

    def action_find(self) -> None:
        """Search as the rep types."""
        self._from_hits = False
        self._set_finding(True)
        self._finding.search(self._archive)

    def _jump(self) -> None:
        """From a hit to its call among those of its session."""
        hit = self._finding.chosen()
        if hit is None or self._archive is None:
            return
        try:
            place = self._archive.place(hit)
        except StoreError as error:
            self._ask()
            self.say(str(error), "warning")
            return
        self._from_hits = True
        self._set_finding(False)
        self._show_sessions(*place)
        self.set_focus(self._calls.list)

    def _take_offer(self) -> None:
        """Put the filter that is offered in the place of the words; without one, to the hits."""
        if not self._finding.is_ahead("tab") and not self._finding.take_offer():
            self.set_focus(self._find.hits)

    def _leave_line(self) -> None:
        self.set_focus(self._find.hits if self.finding else self._calls.list)
        self.refresh_keys()
