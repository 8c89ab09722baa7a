from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from agenda_records import DANA, DEFAULT, MADE, a_call

from callbench.domain.history import NOTHING, fold_all
from callbench.domain.playbook import Reasons
from callbench.domain.reasons import from_call, is_generic, material, weak_reason
from callbench.domain.records import Answer, Prospect, replace

PROSPECT = Prospect(id="dana", name="Dana Whitfield", company="Northwind Freight")


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("…?!", "empty"),
        ("just checking in", "checking in"),
        ("Just Checking In!", "checking in"),
        ("check-in", "check in"),
        ("Following up.", "following up"),
        ("just following up on our last conversation", "following up"),
        ("follow-up on my e-mail from last week", "follow up"),
        ("wanted to touch base with you", "touch base"),
        ("haven't heard back", "haven't heard back"),
        ("haven\u2019t heard back from you yet", "haven't heard back"),
        ("HAVEN`T HEARD BACK", "haven't heard back"),
        ("hi, any news? any update?", "any news"),
        ("circling back / touching base", "circling back"),
        ("to see how it's going", "see how it's going"),
        ("see how it\u2019s going on 14/12", "see how it's going"),
        ("quick call", "quick call"),
        ("  just   a quick\n call ", "just a quick call"),
    ],
)
def test_no_reason(text: str, phrase: str) -> None:
    assert is_generic(text, DEFAULT) == phrase


@pytest.mark.parametrize(
    "text",
    [
        "following up on the multi-drop pricing you asked for",
        "checking in about the CFO's signature",
        "rates change on 1 Dec",
        "walk the CFO through the new tariff",
        "touch base on Q3 volumes",
        "shipping delays",
        "catch-up on returns",
        "send the pricing",
        "Verträge",
        "料金改定",
        "checkin",
    ],
)
def test_a_reason(text: str) -> None:
    assert is_generic(text, DEFAULT) == ""


def test_their_own_names_say_nothing() -> None:
    text = "checking in with Dana at Northwind Freight"
    assert is_generic(text, DEFAULT) == ""
    assert is_generic(text, DEFAULT, prospect=PROSPECT) == "checking in"
    assert is_generic(text, DEFAULT, prospect=DANA) == "checking in"


def test_the_phrases_are_the_playbooks() -> None:
    phrases = ("mal nachfragen", "", "?", "wie's läuft")
    own = msgspec.structs.replace(DEFAULT, reasons=Reasons(generic=phrases))
    assert is_generic("Mal nachfragen, wie\u2019s läuft!", own) == "mal nachfragen"
    assert is_generic("checking in", own) == ""


@pytest.mark.parametrize("text", ["ping " * 50, "follow up following up follow-up"])
def test_repeated_phrases(text: str) -> None:
    assert is_generic(text, DEFAULT) != ""


# ------------------------------------------------------------------ better ones at hand


def test_nothing_at_hand() -> None:
    assert material(NOTHING, PROSPECT, DEFAULT) == ()


def test_everything_at_hand() -> None:
    calls = [
        a_call("1", MADE, "interested", note="? does it do multi-drop\n? price per stop"),
        a_call("2", MADE + timedelta(days=1), "voicemail", note="left word"),
    ]
    history = fold_all(calls, DEFAULT)["dana"]
    prospect = replace(PROSPECT, news="a new depot in Leith", tags=("freight",))
    assert material(history, prospect, DEFAULT) == (
        "they asked: does it do multi-drop",
        "they asked: price per stop",
        "news: a new depot in Leith",
        "story: Harbour Cold (freight)",
    )


def test_who_referred_the_rep_to_them_is_a_reason_until_they_were_spoken_to() -> None:
    prospect = replace(PROSPECT, referred_by="Renée Lefèvre")
    assert material(NOTHING, prospect, DEFAULT) == ("Renée Lefèvre referred you",)
    history = fold_all([a_call("1", MADE, "interested")], DEFAULT)["dana"]
    assert material(history, prospect, DEFAULT) == ()


def test_last_words_are_those_of_the_last_conversation() -> None:
    calls = [
        a_call("1", MADE, "interested", note="! budget frozen till January"),
        a_call("2", MADE + timedelta(days=1), "voicemail", note="left word"),
    ]
    history = fold_all(calls, DEFAULT)["dana"]
    assert material(history, PROSPECT, DEFAULT) == ("last time: budget frozen till January",)


def test_a_story_they_know_is_no_reason() -> None:
    call = replace(a_call("1", MADE, "interested"), told=("harbour-cold",))
    told = fold_all([call], DEFAULT)["dana"]
    prospect = replace(PROSPECT, tags=("freight", "multi-drop"))
    assert material(told, prospect, DEFAULT) == ("story: Lindmark Haulage (freight)",)
    call = replace(call, told=("harbour-cold", "lindmark-haulage"))
    both = fold_all([call], DEFAULT)["dana"]
    assert material(both, prospect, DEFAULT) == ()


def test_what_a_call_itself_gives_what_holds_them_back_first() -> None:
    note = "? does it do multi-drop\n? price per stop\n! budget frozen"
    call = a_call("1", MADE, "interested", note=note)
    issue = Answer(answer="one-more-issue", detail="CFO has to sign")
    call = replace(call, answers={"certain": issue}, ticked=("price per stop",))
    assert from_call(call) == ("CFO has to sign", "does it do multi-drop", "budget frozen")


def test_a_reason_that_is_none_is_quoted() -> None:
    assert weak_reason("", DEFAULT) == "no reason yet: why would they want this call?"
    said = "“checking in” is no reason: what is in it for them?"
    assert weak_reason("just checking in", DEFAULT) == said
    assert weak_reason("rates change on 1 Dec", DEFAULT) == ""
