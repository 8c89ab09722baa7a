"""Who is on the lists and not in the queue: found by what is said of them, with the reason."""

from __future__ import annotations

from datetime import timedelta

import pytest
from builders import DANA, LENA, LONDON, NOW, OMAR, PLAYBOOK, a_call, a_step

from callbench.domain.history import History, fold_all
from callbench.domain.queue import OTHERS, Group, Queue, Rules, zones_given
from callbench.domain.records import Call, replace

DAY = timedelta(days=1)
RULES = Rules(PLAYBOOK, LONDON, zones_given)


def history_of(*calls: Call) -> History:
    return fold_all(calls, PLAYBOOK)["dana"]


def promise(after: timedelta) -> History:
    return history_of(a_call("interested", NOW - DAY, next_step=a_step(NOW + after)))


def queue_of(histories: dict[str, History]) -> Queue:
    queue = Queue(RULES, (DANA, OMAR, LENA))
    queue.rank(histories, {}, NOW)
    return queue


def found(queue: Queue, text: str) -> list[tuple[str, str]]:
    return [(row.prospect.id, row.label) for row in queue.others(text, NOW)]


@pytest.mark.parametrize(
    ("history", "why"),
    [
        (history_of(a_call("voicemail", NOW - timedelta(minutes=13))), "voicemail 09:47"),
        (history_of(a_call("no-answer", NOW - DAY)), "no answer Mon"),
        (history_of(a_call("interested", NOW - DAY)), "interested Mon"),
        (promise(timedelta(hours=5)), "promised 15:00"),
        (promise(2 * DAY), "promised Thu 10:00"),
        (promise(7 * DAY), "promised 1 Dec"),
        (promise(400 * DAY), "promised 29 Dec 2027"),
        (history_of(a_call("no-accepted", NOW - DAY)), "no, accepted"),
        (history_of(a_call("referred", NOW - 9 * DAY), a_call("busy", NOW - DAY)), "referred on"),
        (history_of(a_call("rang-out", NOW - DAY)), "rang-out Mon"),
        (replace(history_of(a_call("busy", NOW - DAY)), let_go=True), "let go"),
    ],
)
def test_each_says_why_they_are_not_in_the_queue(history: History, why: str) -> None:
    queue = queue_of({"dana": history})
    assert queue.row("dana") is None
    assert found(queue, "whitf") == [("dana", why)]
    assert found(queue, why.split()[0]) == [("dana", why)]


def test_who_must_not_be_called_is_found_and_said_to_be_so() -> None:
    queue = Queue(RULES, (replace(DANA, do_not_call=True), OMAR))
    queue.rank({}, {}, NOW)
    assert found(queue, "0018") == [("dana", "do not call")]
    queue.update(DANA, History(), None, NOW)
    assert found(queue, "0018") == []


def test_who_is_in_the_queue_is_not_found_a_second_time() -> None:
    queue = queue_of({"dana": promise(DAY)})
    assert found(queue, "haddad") == found(queue, "  ") == []
    assert len(found(queue, "northwind")) == 1


def test_who_was_called_last_comes_first_and_not_too_many() -> None:
    crowd = [replace(DANA, id=str(n), name=f"Nair {n}") for n in range(OTHERS + 20)]
    calls = [
        a_call("busy", NOW - n * timedelta(seconds=1), prospect=one.ref)
        for n, one in enumerate(crowd)
    ]
    queue = Queue(RULES, reversed(crowd))
    queue.rank(fold_all(calls, PLAYBOOK), {}, NOW)
    assert [ident for ident, _ in found(queue, "nair")] == [str(n) for n in range(OTHERS)]


def test_a_call_puts_somebody_out_and_a_way_back_puts_them_in() -> None:
    queue = queue_of({})
    assert found(queue, "whitf") == []
    queue.update(DANA, history_of(a_call("voicemail", NOW)), None, NOW)
    assert found(queue, "whitf") == [("dana", "voicemail 10:00")]
    queue.update(DANA, History(), None, NOW)
    assert found(queue, "whitf") == []


def test_anybody_on_the_lists_has_a_row() -> None:
    queue = queue_of({"dana": promise(DAY)})
    (dana, omar) = (queue.anybody(ident, NOW) for ident in ("dana", "omar"))
    assert dana is not None
    assert (dana.group, dana.callable_now, dana.label) == (Group.OUT, False, "promised Wed 10:00")
    # It is a call before the promised time, and a follow-up to what was said.
    assert (dana.kind, dana.attempt) == ("follow-up", 1)
    assert omar == queue.row("omar")
    assert queue.anybody("stranger", NOW) is None


def test_whoever_was_never_spoken_to_is_still_called_for_the_first_time() -> None:
    queue = queue_of({"dana": history_of(a_call("voicemail", NOW))})
    row = queue.anybody("dana", NOW)
    assert row is not None
    assert (row.kind, row.attempt) == ("first", 2)
