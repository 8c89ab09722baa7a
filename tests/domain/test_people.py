"""Who is the same person across lists, and what the calls to both of them come to."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parent.parent))

from builders import DANA, LENA, NOW, OMAR, PLAYBOOK, a_call, a_step

from callbench.domain.history import NOTHING, fold_all
from callbench.domain.people import together
from callbench.domain.records import Call, Prospect, replace
from callbench.domain.shared_history import joined

TWIN = replace(DANA, id="dana-2", title="Head of Ops", company="", tags=("freight",))


def a_twin(**fields: Any) -> Prospect:
    """Somebody of another name and number than Dana's, but for these fields."""
    return Prospect(**{"id": "other", "name": "D. Whitfield", "phone": "+442079460999", **fields})


def test_one_list_is_left_as_it_is() -> None:
    found = together([[DANA, TWIN]])
    assert found.prospects == (DANA, TWIN)
    assert not found.same


def test_somebody_on_two_lists_is_shown_once_where_they_come_first() -> None:
    found = together([[OMAR, DANA], [TWIN, LENA]])
    assert [prospect.id for prospect in found.prospects] == ["omar", "dana", "lena"]
    shown = found.prospects[1]
    assert (shown.company, shown.title, shown.tags) == (DANA.company, "Head of Ops", ("freight",))
    assert found.same == {"dana-2": "dana"}
    assert found.records == {"dana": (DANA, TWIN)}


def test_a_wish_not_to_be_called_holds_for_both() -> None:
    found = together([[DANA], [replace(TWIN, do_not_call=True)]])
    assert found.prospects[0].do_not_call


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"email": "d@example.com"}, {"email": "D@Example.com"}, True),
        ({"email": "info@example.com"}, {"name": "Jo", "email": "info@example.com"}, False),
        ({"phone": "+442079460018"}, {"name": "Jo", "phone": "+44 20 7946 0018"}, False),
        (
            {"name": "Dana W", "phone": "+442079460018"},
            {"name": "DANA  w.", "phone": "+44 20 7946 0018"},
            True,
        ),
        ({"extra": {"Record ID": "77"}}, {"extra": {"Record ID": "77"}}, True),
        ({"extra": {"Record ID": "77"}}, {"name": "Jo", "extra": {"Record ID": "77"}}, False),
        ({"extra": {"Record ID": "77"}}, {"extra": {"Shoe size": "77"}}, False),
        ({"id": "x"}, {"id": "x", "name": "Somebody Else"}, True),
        ({}, {}, False),
    ],
)
def test_what_makes_two_one(one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    first = a_twin(**{"id": "1", "phone": "+442079460111", **one})
    second = a_twin(**{"id": "2", "phone": "+442079460222", **other})
    assert len(together([[first], [second]]).prospects) == (1 if same else 2)


def test_three_are_one_though_no_two_have_all_in_common() -> None:
    by_mail = a_twin(id="1", email="d@example.com", phone="")
    by_number = a_twin(id="2", name="Dana W")
    both = a_twin(id="3", name="Dana W", email="d@example.com")
    for order in ([by_mail, by_number, both], [both, by_mail, by_number]):
        found = together([[one] for one in order])
        assert [prospect.id for prospect in found.prospects] == [order[0].id]
        assert set(found.same.values()) == {order[0].id}


def test_an_edit_goes_to_every_record_and_changes_nothing_else_there() -> None:
    found = together([[DANA], [TWIN]])
    shown = found.prospects[0]
    after = replace(shown, reason="rates change")
    assert found.edited(shown, after) == (
        (DANA, replace(DANA, reason="rates change")),
        (TWIN, replace(TWIN, reason="rates change")),
    )
    again = found.taken_up(shown, after)
    assert again.records["dana"] == (
        replace(DANA, reason="rates change"),
        replace(TWIN, reason="rates change"),
    )
    assert found.edited(OMAR, LENA) == ((OMAR, LENA),)


def test_the_order_and_everybody_stays() -> None:
    lists = [[DANA, OMAR], [], [TWIN, LENA]]
    assert together(lists).prospects[0].id == "dana"
    assert together([]).prospects == ()


# ---------------------------------------------------------------------- calls to both


def calls_of(acts: list[tuple[str, bool]]) -> list[Call]:
    """Calls an hour apart, each to one of two ids; the first three outcomes reach nobody."""
    made: list[Call] = []
    for number, (outcome, twin) in enumerate(acts):
        at = NOW + timedelta(hours=number)
        to = (TWIN if twin else DANA).ref
        # The attempt is counted by the id, or, where both were known for one, by the person.
        own = sum(call.prospect.id == to.id for call in made)
        more: dict[str, Any] = {"attempt": 1 + (number if number % 2 else own)}
        if outcome == "interested":
            more["next_step"] = a_step(at + timedelta(minutes=150))
        if outcome in {"step-back", "break-up"}:
            outcome, more["kind"] = "voicemail", outcome
        made.append(a_call(outcome, at, prospect=to, **more))
    return made


outcomes = st.sampled_from([
    "no-answer",
    "voicemail",
    "step-back",
    "break-up",
    "interested",
    "later",
    "no-accepted",
])


@settings(max_examples=examples(25))
@given(st.lists(st.tuples(outcomes, st.booleans()), max_size=12))
def test_two_histories_come_to_what_all_calls_together_do(acts: list[tuple[str, bool]]) -> None:
    calls = calls_of(acts)
    apart = fold_all(calls, PLAYBOOK)
    both = joined([apart.get("dana", NOTHING), apart.get("dana-2", NOTHING)])
    whole = fold_all((replace(call, prospect=DANA.ref) for call in calls), PLAYBOOK)
    true = whole.get("dana", NOTHING)
    for name in (
        *("attempts", "calls", "conversations", "tried", "unreached", "last_at", "last_kind"),
        *("last_disposition", "recent", "questions", "closed_by", "promise", "spoken_at"),
        *("furthest", "furthest_at", "last_phone"),
    ):
        assert getattr(both, name) == getattr(true, name), name


def test_a_promise_to_one_that_a_call_to_the_other_kept_in_vain() -> None:
    talk = a_call("interested", NOW, prospect=DANA.ref, next_step=a_step(NOW + timedelta(hours=2)))
    early = a_call("no-answer", NOW + timedelta(hours=1), prospect=TWIN.ref)
    in_time = a_call("no-answer", NOW + timedelta(hours=2), prospect=TWIN.ref)
    again = a_call("no-answer", NOW + timedelta(hours=3), prospect=TWIN.ref)
    for calls, unanswered in (
        ([talk, early], False),
        ([talk, early, in_time], True),
        ([talk, in_time, again], False),
    ):
        both = joined(fold_all(calls, PLAYBOOK).values())
        assert both.promise_unanswered is unanswered
        assert (both.promise is None) is (in_time in calls)


def test_nothing_and_something_is_something() -> None:
    history = fold_all([a_call("voicemail")], PLAYBOOK)["dana"]
    assert joined([NOTHING, history]) == joined([history]) == history
    assert joined([]) == NOTHING
