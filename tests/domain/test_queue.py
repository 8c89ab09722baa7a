from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from builders import DANA, LENA, LONDON, NOW, OMAR, PLAYBOOK, a_call, a_step
from hypothesis import given
from hypothesis import strategies as st

from callbench.domain.history import NOTHING, History, fold_all
from callbench.domain.queue import Group, Queue, Rules, finder, zones_given
from callbench.domain.records import Call, Prospect, replace

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
RULES = Rules(PLAYBOOK, LONDON, zones_given)
NEW = replace(DANA, id="new", name="Priya Nair")
IN_TOKYO = replace(DANA, id="tokyo", name="Aiko Mori", zone="Asia/Tokyo")
IN_NEW_YORK = replace(DANA, id="new-york", name="Ann Lowe", zone="America/New_York")
NOWHERE = replace(DANA, id="nowhere", name="Nils Berg", zone="")
NO_PHONE = replace(DANA, id="no-phone", name="Tomás Rey", phone="")


def history_of(*calls: Call) -> History:
    return fold_all(calls, PLAYBOOK)["dana"]


def promise(at: datetime) -> History:
    return history_of(a_call("interested", NOW - 9 * DAY, next_step=a_step(at)))


RETRY = history_of(a_call("no-answer", NOW - 9 * DAY))


def queue_of(
    *prospects: Prospect,
    histories: dict[str, History] | None = None,
    skipped: dict[str, datetime] | None = None,
    now: datetime = NOW,
    rules: Rules = RULES,
) -> Queue:
    queue = Queue(rules, prospects)
    queue.rank(histories or {}, skipped or {}, now)
    return queue


def names(queue: Queue) -> list[str]:
    return [row.prospect.id for row in queue.rows]


def test_queue_order() -> None:
    histories = {
        "promised": promise(NOW + 4 * MINUTE),
        "missed": promise(NOW - DAY),
        "retry": RETRY,
        "skipped": RETRY,
        "tokyo": NOTHING,
    }
    people = [replace(DANA, id=ident) for ident in ("skipped", "retry", "missed", "promised")]
    queue = queue_of(
        *(NO_PHONE, NOWHERE, IN_TOKYO, IN_NEW_YORK, NEW),
        *people,
        histories=histories,
        skipped={"skipped": NOW - MINUTE},
    )
    assert [(row.prospect.id, row.label) for row in queue.rows] == [
        ("promised", "promised"),
        ("missed", "missed"),
        ("retry", "retry 2/6"),
        ("new", "new"),
        ("skipped", "skipped"),
        ("new-york", "new"),  # opens today
        ("tokyo", "new"),  # opens tomorrow
        ("nowhere", "new"),
        ("no-phone", "needs a number"),
    ]


@pytest.mark.parametrize(
    ("minutes_to_go", "group"),
    [(6, None), (5, Group.PROMISED), (0, Group.PROMISED), (-30, Group.PROMISED), (-31, "missed")],
)
def test_a_promise_joins_five_minutes_before_and_is_missed_after_thirty(
    minutes_to_go: int, group: object
) -> None:
    queue = queue_of(DANA, histories={"dana": promise(NOW + minutes_to_go * MINUTE)})
    found = [row.group for row in queue.rows]
    assert found == ([] if group is None else [Group.MISSED if group == "missed" else group])


def test_whoever_was_named_by_somebody_comes_before_others_who_are_new() -> None:
    referred = replace(LENA, referred_by="Dana Whitfield")
    queue = queue_of(replace(OMAR, priority=5), referred, DANA, histories={"dana": RETRY})
    assert names(queue) == ["dana", "lena", "omar"]
    assert [row.label for row in queue.rows][1:] == ["referred", "new"]
    # Once they were tried, they are called like anybody else.
    queue.update(referred, RETRY, None, NOW)
    assert queue.rows[1].label == "retry 2/6"


def test_new_prospects_by_priority_and_then_in_list_order() -> None:
    assert names(queue_of(OMAR, LENA, replace(DANA, priority=1))) == ["dana", "omar", "lena"]


def test_retries_that_have_waited_longer_come_first() -> None:
    older = history_of(a_call("no-answer", NOW - 20 * DAY))
    queue = queue_of(OMAR, DANA, histories={"omar": RETRY, "dana": older})
    assert names(queue) == ["dana", "omar"]


@pytest.mark.parametrize(
    "history",
    [
        history_of(a_call("no-accepted", NOW - 99 * DAY)),
        history_of(a_call("do-not-call", NOW - 99 * DAY)),
        history_of(a_call("referred", NOW - 99 * DAY), a_call("busy", NOW - 90 * DAY)),
        replace(RETRY, let_go=True),
        promise(NOW + DAY),
        history_of(a_call("no-answer", NOW)),
    ],
    ids=["no-accepted", "do-not-call", "referred", "let-go", "promise-ahead", "not-due-yet"],
)
def test_excluded(history: History) -> None:
    assert names(queue_of(DANA, histories={"dana": history})) == []


def test_whoever_must_not_be_called_is_never_in_the_queue() -> None:
    nobody = Rules(PLAYBOOK, LONDON, zones_given, refuses=lambda prospect: prospect.id == "omar")
    refused = replace(DANA, do_not_call=True)
    promises = {"dana": promise(NOW), "omar": promise(NOW)}
    assert names(queue_of(refused, OMAR, histories=promises, rules=nobody)) == []


def test_outside_their_hours_they_are_shown_with_when_it_opens() -> None:
    (row,) = queue_of(IN_NEW_YORK).rows
    assert (row.there.state, row.callable_now, row.group) == ("closed", False, Group.NEW)
    assert row.there.opens == datetime(2026, 11, 24, 13, tzinfo=UTC)


def test_an_unknown_zone_is_marked_and_never_silently_allowed() -> None:
    (row,) = queue_of(NOWHERE).rows
    assert (row.there.state, row.callable_now) == ("unknown", False)


def test_the_hour_of_a_promise_was_agreed_that_of_a_missed_one_was_not() -> None:
    promised = queue_of(IN_TOKYO, NEW, histories={"tokyo": promise(NOW)})
    missed = queue_of(IN_TOKYO, NEW, histories={"tokyo": promise(NOW - 60 * MINUTE)})
    assert names(promised) == ["tokyo", "new"]
    assert promised.rows[0].callable_now
    assert names(missed) == ["new", "tokyo"]
    assert (missed.rows[1].label, missed.rows[1].callable_now) == ("missed", False)


def test_a_missed_promise_stands_above_all_who_are_closed() -> None:
    missed = promise(NOW - DAY)
    queue = queue_of(IN_NEW_YORK, NOWHERE, IN_TOKYO, NEW, histories={"tokyo": missed})
    assert names(queue) == ["new", "tokyo", "new-york", "nowhere"]
    both = {"tokyo": missed, "new-york": missed}
    queue = queue_of(IN_TOKYO, IN_NEW_YORK, NOWHERE, histories=both)
    assert names(queue) == ["new-york", "tokyo", "nowhere"]
    assert not any(row.callable_now for row in queue.rows)


@pytest.mark.parametrize(
    ("skipped_at", "now", "group"),
    [
        (-3, -2, Group.SKIPPED),  # before its time: it comes back at its time
        (-3, 0, Group.PROMISED),
        (1, 20, Group.SKIPPED),  # after its time: it comes back in half an hour
        (1, 31, Group.MISSED),
        (-120, 0, Group.PROMISED),  # what was skipped then was another call
    ],
)
def test_a_skipped_promise_comes_back(skipped_at: int, now: int, group: Group) -> None:
    queue = queue_of(
        DANA,
        histories={"dana": promise(NOW)},
        skipped={"dana": NOW + skipped_at * MINUTE},
        now=NOW + now * MINUTE,
    )
    assert [row.group for row in queue.rows] == [group]


def test_a_skipped_promise_stands_behind_the_others_meanwhile() -> None:
    queue = queue_of(
        DANA, OMAR, histories={"dana": promise(NOW)}, skipped={"dana": NOW}, now=NOW + MINUTE
    )
    assert [(row.prospect.id, row.label) for row in queue.rows] == [
        ("omar", "new"),
        ("dana", "promise, skipped"),
    ]


def test_a_bad_number_needs_another_one() -> None:
    bad = {"dana": history_of(a_call("bad-number", NOW - DAY))}
    (row,) = queue_of(DANA, histories=bad).rows
    assert (row.group, row.label, row.callable_now) == (Group.NO_NUMBER, "needs a number", False)
    (row,) = queue_of(replace(DANA, phone="+442079460021"), histories=bad).rows
    assert (row.group, row.label, row.callable_now) == (Group.DUE, "new number", True)


@pytest.mark.parametrize(
    ("calls", "label"),
    [
        ([a_call("no-answer", NOW - 90 * DAY)], "retry 2/6"),
        ([a_call("interested", NOW - 90 * DAY)], "follow-up"),
        ([a_call("no-answer", NOW - (90 - k) * DAY) for k in range(6)], "step back"),
        (
            [
                *(a_call("no-answer", NOW - (90 - k) * DAY) for k in range(6)),
                a_call("no-answer", NOW - 80 * DAY, kind="step-back"),
            ],
            "break up",
        ),
        ([a_call("rang-out", NOW - 90 * DAY)], "ended: rang-out?"),
        ([a_call(None, NOW - 90 * DAY)], "no outcome yet"),
    ],
)
def test_each_row_says_why_it_is_there(calls: list[Call], label: str) -> None:
    (row,) = queue_of(DANA, histories={"dana": history_of(*calls)}).rows
    assert row.label == label


def test_somebody_on_two_lists_is_there_once_and_a_no_on_either_holds() -> None:
    assert names(queue_of(DANA, OMAR, replace(DANA, title="Head of Ops"))) == ["dana", "omar"]
    assert names(queue_of(replace(DANA, do_not_call=True), OMAR, DANA)) == ["omar"]
    assert names(queue_of(DANA, OMAR, replace(DANA, do_not_call=True))) == ["omar"]


def test_an_update_moves_one_row_and_leaves_a_list_given_before_alone() -> None:
    queue = queue_of(DANA, OMAR, LENA)
    before = queue.rows
    assert queue.rows is before
    queue.update(OMAR, promise(NOW), None, NOW)
    assert names(queue) == ["omar", "dana", "lena"]
    queue.update(OMAR, history_of(a_call("no-accepted")), None, NOW)
    assert names(queue) == ["dana", "lena"]
    assert [row.prospect.id for row in before] == ["dana", "omar", "lena"]
    assert queue.row("omar") is None
    assert set(queue.prospects) == {"dana", "omar", "lena"}


def test_an_update_may_bring_somebody_new() -> None:
    queue = queue_of(DANA)
    queue.update(OMAR, NOTHING, None, NOW)
    assert names(queue) == ["dana", "omar"]
    assert len(queue) == 2


def test_an_update_looks_at_the_clock_anew() -> None:
    early = datetime(2026, 11, 24, 7, 59, 30, tzinfo=UTC)
    queue = queue_of(DANA, now=early)
    assert not queue.rows[0].callable_now
    queue.update(DANA, NOTHING, None, early + MINUTE)
    assert queue.rows[0].callable_now


def test_the_filter_finds_names_companies_and_labels_whatever_the_case() -> None:
    found = finder(queue_of(DANA, NEW, NO_PHONE).rows)
    assert [row.prospect.id for row in found.matching(" WHIT ")] == ["dana"]
    assert [row.prospect.id for row in found.matching("needs")] == ["no-phone"]
    assert len(found.matching("northwind")) == len(found.matching("")) == 3


PEOPLE = (DANA, OMAR, LENA, NEW, IN_TOKYO, NOWHERE, NO_PHONE)
PASTS = (
    NOTHING,
    RETRY,
    promise(NOW),
    promise(NOW - 2 * DAY),
    promise(NOW + DAY),
    history_of(a_call("no-accepted", NOW - DAY)),
    history_of(a_call("bad-number", NOW - DAY)),
)


@given(
    st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PASTS), st.booleans()), max_size=30)
)
def test_updates_one_by_one_come_to_the_same_as_ranking_everybody(
    changes: list[tuple[Prospect, History, bool]],
) -> None:
    queue = queue_of(*PEOPLE)
    histories: dict[str, History] = {}
    skipped: dict[str, datetime] = {}
    for prospect, history, skip in changes:
        histories[prospect.id] = history
        skipped.pop(prospect.id, None)
        if skip:
            skipped[prospect.id] = NOW
        queue.update(prospect, history, skipped.get(prospect.id), NOW)
    assert queue.rows == queue_of(*PEOPLE, histories=histories, skipped=skipped).rows


@pytest.mark.parametrize(
    ("promises", "next_one"),
    [
        ({"dana": 40 * MINUTE, "omar": 20 * MINUTE}, "omar"),
        ({"dana": 5 * MINUTE}, None),  # Its time has come: it is in the queue.
        ({"dana": 6 * MINUTE}, "dana"),
        ({"dana": DAY}, None),
        ({"dana": -DAY}, None),
        ({"refused": 20 * MINUTE, "dana": 40 * MINUTE}, "dana"),
        ({}, None),
    ],
)
def test_the_next_promise_of_today(promises: dict[str, timedelta], next_one: str | None) -> None:
    refused = replace(DANA, id="refused", do_not_call=True)
    histories = {ident: promise(NOW + ahead) for ident, ahead in promises.items()}
    queue = queue_of(DANA, OMAR, refused, histories=histories)
    found = queue.next_promise(NOW)
    assert (found[0].id if found else None) == next_one
    if found:
        assert found[1].starts_at == NOW + promises[found[0].id]
