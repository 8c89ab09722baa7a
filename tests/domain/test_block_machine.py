"""A block against a simple model: any acts in any order, and reloading in between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from builders import DANA, OMAR, PLAYBOOK, FakeClock, RecorderList, a_block, a_session, a_step
from effort import examples
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from callbench.domain.block import Refused
from callbench.domain.open_lines import without_lines
from callbench.domain.records import Call, CallSession, Prospect

PROSPECTS = st.sampled_from((DANA, OMAR))
TEXTS = st.sampled_from(("", "ask for Sam", "? multi-drop", "[b]\n\u2603"))
QUICK = st.sampled_from([entry.id for entry in PLAYBOOK.quick])
CONVERSATIONS = st.sampled_from([entry.id for entry in PLAYBOOK.conversations])
ANSWERS = st.sampled_from([
    (question.id, option.id) for question in PLAYBOOK.questions for option in question.answers
])


class BlockMachine(RuleBasedStateMachine):
    """Keeps by itself what must be true, in the plainest terms, and compares."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = FakeClock(step=timedelta(minutes=1))
        self.recorder = RecorderList()
        self.block = a_block(clock=self.clock, recorder=self.recorder)
        self.open: str | None = None
        self.paused = self.ended = False
        self.order: list[str] = []
        self.logged: set[str] = set()
        self.texts: dict[str, str] = {}
        self.drafts: dict[str, str] = {}
        self.confirmed: dict[str, Call] = {}
        self.pile: list[tuple[str, str | None, datetime | None]] = []
        """Who each call and skip was about, the call, and when they had been skipped before."""

    def held(self) -> tuple[CallSession, tuple[Call, ...], int]:
        return self.block.session, self.block.calls, len(self.recorder.acts)

    def done(self, act: Callable[[], object], allowed: bool | None) -> bool:
        """Do it, and see that it is refused as it should be and then changes nothing.

        `allowed` is None where the model leaves it to the block.
        """
        before, refused = self.held(), ""
        try:
            act()
        except Refused as refusal:
            refused = str(refusal)
        if refused:
            assert not allowed
            assert self.held() == before
        else:
            assert allowed is not False
        return not refused

    @property
    def idle(self) -> bool:
        return self.open is None and not self.paused and not self.ended

    @property
    def wrapping_up(self) -> bool:
        return self.open is not None and self.block.calls[-1].disposition is not None

    def began(self, prospect: Prospect) -> str:
        call = self.block.calls[-1]
        self.order.append(call.id)
        self.texts[call.id] = self.drafts.pop(prospect.id, "")
        self.pile.append((prospect.id, call.id, self.skipped_before.get(prospect.id)))
        return call.id

    @rule(prospect=PROSPECTS)
    def dial(self, prospect: Prospect) -> None:
        if self.done(lambda: self.block.dial(prospect, "first", 1), self.idle):
            self.open = self.began(prospect)

    @rule(prospect=PROSPECTS, ident=QUICK | CONVERSATIONS)
    def log(self, prospect: Prospect, ident: str) -> None:
        allowed = self.idle and not PLAYBOOK.reached(ident)
        if self.done(lambda: self.block.log(prospect, "first", 1, ident), allowed):
            self.logged.add(self.began(prospect))
            self.confirmed[self.order[-1]] = self.block.calls[-1]

    @rule(text=TEXTS)
    def note(self, text: str) -> None:
        if self.done(lambda: self.block.note(text), self.open is not None):
            self.texts[self.order[-1]] = text

    @rule(prospect=PROSPECTS, text=TEXTS)
    def note_before(self, prospect: Prospect, text: str) -> None:
        if self.done(lambda: self.block.note_before(prospect, text), not self.ended):
            self.drafts.pop(prospect.id, None)
            self.drafts.update({prospect.id: text} if text else {})

    @rule(ident=QUICK)
    def dispose_quickly(self, ident: str) -> None:
        if self.done(lambda: self.block.dispose(ident), self.open is not None):
            self.close()

    @rule(ident=CONVERSATIONS)
    def dispose(self, ident: str) -> None:
        self.done(lambda: self.block.dispose(ident), self.open is not None)

    @rule(answer=ANSWERS, detail=TEXTS)
    def answer(self, answer: tuple[str, str], detail: str) -> None:
        allowed = None if self.wrapping_up else False
        self.done(lambda: self.block.answer(*answer, detail), allowed)

    @rule(days=st.integers(-1, 3))
    def book(self, days: int) -> None:
        step = a_step(self.clock.now + timedelta(days=days))
        allowed = None if self.wrapping_up and days > 0 else False
        self.done(lambda: self.block.book("next-meeting", step), allowed)

    @rule(reason=TEXTS)
    def give_reason(self, reason: str) -> None:
        booked = self.wrapping_up and self.block.calls[-1].next_step is not None
        self.done(lambda: self.block.give_reason(reason), booked)

    @rule(answer=ANSWERS, text=TEXTS)
    def type_line(self, answer: tuple[str, str], text: str) -> None:
        self.done(lambda: self.block.type_line(*answer, text), self.open is not None)

    @rule(act=st.sampled_from(("hang up", "tick", "tell")))
    def touch(self, act: str) -> None:
        acts = {
            "hang up": self.block.hang_up,
            "tick": lambda: self.block.tick("multi-drop"),
            "tell": lambda: self.block.tell("harbour-cold"),
        }
        self.done(acts[act], self.open is not None)

    @rule()
    def confirm(self) -> None:
        if self.done(self.block.confirm, self.wrapping_up):
            self.close()

    def close(self) -> None:
        self.confirmed[self.order[-1]] = self.block.calls[-1]
        self.open = None

    @rule()
    def undo(self) -> None:
        still = self.paused or self.ended
        outcome = self.open is None or self.block.calls[-1].disposition is not None
        allowed = False if still or not self.pile else True if outcome else None
        assert allowed in {None, self.block.can_undo}
        if not self.done(self.block.undo, allowed):
            return
        ident, call, skipped_at = self.pile[-1]
        if call is not None and outcome and call not in self.logged:
            self.confirmed.pop(call, None)
            self.open = call
            return
        self.pile.pop()
        if call is not None:
            self.forget(call)
        assert self.block.session.skipped.get(ident) == skipped_at

    def forget(self, ident: str) -> None:
        """A logged or empty call is gone, and what was typed in it is a draft again."""
        call = next(call for call in self.before_undo if call.id == ident)
        self.open = None
        self.confirmed.pop(ident, None)
        self.order.remove(ident)
        draft = self.drafts.pop(call.prospect.id, "")
        kept = "\n".join(text for text in (self.texts.pop(ident), draft) if text)
        self.drafts.update({call.prospect.id: kept} if kept else {})

    @rule(prospect=PROSPECTS)
    def skip(self, prospect: Prospect) -> None:
        before = self.block.session.skipped.get(prospect.id)
        if self.done(lambda: self.block.skip(prospect), self.idle):
            assert prospect.id in self.block.session.skipped
            self.pile.append((prospect.id, None, before))

    @rule()
    def pause(self) -> None:
        if self.done(self.block.pause, self.idle):
            self.paused = True

    @rule()
    def resume(self) -> None:
        self.done(self.block.resume, allowed=True)
        self.paused = False

    @rule(chance=st.integers(0, 9))
    def end(self, chance: int) -> None:
        if chance == 0 and self.done(self.block.end, self.open is None):
            self.ended, self.paused = True, False

    @rule(random=st.randoms(use_true_random=False))
    def reload(self, random: Random) -> None:
        """Go on with what was recorded, as after a crash."""
        recorded = list(self.recorder.calls)
        random.shuffle(recorded)
        self.block = a_block(
            clock=self.clock,
            recorder=self.recorder,
            calls=tuple(recorded),
            session=self.recorder.session or a_session(),
        )
        # A skip that was dropped or repeated since is not known any more.
        last = {ident: place for place, (ident, call, _) in enumerate(self.pile) if call is None}
        self.pile = [
            (ident, call, None)
            for place, (ident, call, _) in enumerate(self.pile)
            if call or (ident in self.block.session.skipped and last[ident] == place)
        ]

    @invariant()
    def at_most_one_call_is_open(self) -> None:
        still_open = [call.id for call in self.block.calls if call.is_open]
        assert still_open == ([self.open] if self.open else [])

    @invariant()
    def nothing_typed_is_lost(self) -> None:
        # Words of the wrap-up that no answer holds are put below.
        notes = {call.id: call.note for call in self.block.calls}
        assert notes.keys() == self.texts.keys()
        assert all(notes[ident].startswith(text) for ident, text in self.texts.items())
        assert without_lines(self.block.session.drafts, self.texts) == self.drafts
        assert self.open or self.block.session.drafts == self.drafts

    @invariant()
    def what_is_recorded_is_what_is_held(self) -> None:
        assert {call.id: call for call in self.recorder.calls} == {
            call.id: call for call in self.block.calls
        }
        assert (self.recorder.session or a_session()) == self.block.session
        self.before_undo = self.block.calls
        self.skipped_before = dict(self.block.session.skipped)

    @invariant()
    def calls_stand_in_the_order_of_their_dialling(self) -> None:
        assert [call.id for call in self.block.calls] == self.order

    @invariant()
    def confirmed_calls_stay_as_they_are(self) -> None:
        held = {call.id: call for call in self.block.calls}
        assert {ident: held[ident] for ident in self.confirmed} == self.confirmed

    @invariant()
    def the_state_is_the_models(self) -> None:
        assert (self.block.paused, self.block.ended) == (self.paused, self.ended)
        assert timedelta() <= self.block.elapsed()

    @invariant()
    def a_next_step_stands_only_where_one_was_booked(self) -> None:
        for call in self.block.calls:
            booked = any(answer.answer == "booked" for answer in call.answers.values())
            assert (call.next_step is not None) == booked


BlockMachine.TestCase.settings = settings(max_examples=examples(30), stateful_step_count=50)
TestBlockMachine = BlockMachine.TestCase
