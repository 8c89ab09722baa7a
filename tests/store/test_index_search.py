"""Every query against a plain scan of all calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from index_bench import (
    NOW,
    OUTCOMES,
    PLAYBOOK,
    WORDS,
    Meets,
    agreed,
    hits,
    roll,
    says,
    scan,
    was_talk,
    words_in,
)

from callbench.domain.records import Call
from callbench.domain.search_line import parse
from callbench.store.index import Index
from callbench.store.workbench import Workbench


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    bench = Workbench.open(tmp_path_factory.mktemp("bench"))
    for number in range(12):
        roll(bench, 4711 + number, number, most=12)
    return bench


@pytest.fixture(scope="module")
def index(bench: Workbench) -> Iterator[Index]:
    with Index.open(bench, PLAYBOOK) as index:
        index.follow()
        yield index


class Asked(NamedTuple):
    """Something in a query, and what it means."""

    typed: str
    meets: Meets | None
    """None where it means nothing at all."""


BITS = (*WORDS, "pr", "multi", "drop", "Dana", "rey", "Lucja", "gmb", "東京", "京", "ワー", "นี่",
        "한국", "brien", "fine", "1", "strasse", "naive", "小龍")  # fmt: skip
SIGNS = {"question": "?", "objection": "!", "problem": "+", "promise": ">"}


def a_word(word: str) -> Asked:
    return Asked(word, says(word) if words_in(word) else None)


def a_beginning(word: str) -> Asked:
    return Asked(f"{word}*", says(word, begins=True) if words_in(word) else None)


def a_phrase(words: Sequence[str]) -> Asked:
    text = " ".join(words)
    return Asked(f'"{text}"', says(text) if words_in(text) else None)


def an_outcome(ident: str) -> Asked:
    return Asked(f"outcome:{ident.upper()}", lambda _, call: call.disposition == ident)


def a_kind(kind: str) -> Asked:
    return Asked(f'Kind:"{kind}"', lambda _, call: call.kind == kind)


def a_list(slug: str) -> Asked:
    return Asked(f"list:{slug}", lambda session, _: slug in session.lists)


def a_property(name: str) -> Asked:
    return Asked(f"has:{name}", lambda _, call: has(call, name))


def since(days: int) -> Asked:
    start = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=days)
    return Asked(f"since:{start:%Y-%m-%d}", lambda _, call: call.dialled_at >= start)


def until(days: int) -> Asked:
    last = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(days=days)
    end = last + timedelta(days=1)
    return Asked(f"until:{last:%Y-%m-%d}", lambda _, call: call.dialled_at < end)


def has(call: Call, name: str) -> bool:
    if name == "note":
        return call.note.strip() != ""
    if name == "meeting":
        return was_talk(call) and agreed(call)
    sign = SIGNS[name]
    return any(
        line.startswith(sign) and line.strip("?!+> ") and not line.startswith(("+2", "+½"))
        for line in call.note.split("\n")
    )


def excluded(asked: Asked) -> Asked:
    meets = asked.meets
    if meets is None:
        return Asked(f"-{asked.typed}", None)
    return Asked(f"-{asked.typed}", lambda session, call: not meets(session, call))


ONE = st.one_of(
    st.sampled_from(BITS).map(a_word),
    st.sampled_from(BITS).map(a_beginning),
    st.lists(st.sampled_from(BITS), max_size=3).map(a_phrase),
    st.sampled_from(OUTCOMES).map(an_outcome),
    st.sampled_from(["first", "follow-up", "break-up"]).map(a_kind),
    st.sampled_from(["spring", "november-freight"]).map(a_list),
    st.sampled_from([*SIGNS, "note", "meeting"]).map(a_property),
    st.integers(0, 14).map(since),
    st.integers(0, 14).map(until),
)
MANY = st.lists(ONE | ONE.map(excluded), max_size=4)


@settings(max_examples=examples(30))
@given(asked=MANY)
def test_a_query_finds_what_a_scan_finds(
    bench: Workbench, index: Index, asked: list[Asked]
) -> None:
    wanted = [one.meets for one in asked if one.meets is not None]
    line = " ".join(one.typed for one in asked) + " "
    assert hits(index, line) == (scan(bench, wanted) if wanted else [])


@settings(max_examples=examples(10))
@given(asked=MANY, word=st.sampled_from(BITS), length=st.integers(1, 5))
def test_the_last_word_stands_for_its_beginning(
    bench: Workbench, index: Index, asked: list[Asked], word: str, length: int
) -> None:
    begun = word[:length]
    wanted = [one.meets for one in asked if one.meets is not None]
    wanted += [says(begun, begins=True)] if words_in(begun) else []
    line = " ".join([*(one.typed for one in asked), begun])
    assert hits(index, line) == (scan(bench, wanted) if wanted else [])


@settings(max_examples=examples(45))
@given(line=st.text(max_size=30) | st.text(alphabet='"-*:()^+ aANDORTNE', max_size=20))
def test_nothing_that_can_be_typed_is_an_error(index: Index, line: str) -> None:
    index.search(parse(line, NOW))
    index.complete(line)


@pytest.mark.parametrize("line", ["x" * 100_000, "pr* " * 500, '"' + "the " * 300, "-a " * 300])
def test_a_page_pasted_by_mistake(index: Index, line: str) -> None:
    index.search(parse(line, NOW))


def test_one_page_after_another(bench: Workbench, index: Index) -> None:
    wanted = parse("has:note", NOW)
    whole = index.search(wanted, limit=1000)
    pages = []
    before = None
    while page := index.search(wanted, limit=7, before=before):
        pages += page
        before = page[-1].place
    assert pages == whole
    assert len(whole) > 14


def test_the_best_are_among_the_same(index: Index) -> None:
    newest = index.search(parse("price", NOW), limit=1000)
    best = index.search(parse("sort:best price", NOW), limit=1000)
    assert {entry.call.id for entry in best} == {entry.call.id for entry in newest}


def test_nobody_waits_any_more(index: Index) -> None:
    assert index.search(parse("price", NOW), stop=lambda: True) == []


def test_what_filters_can_be_given(index: Index) -> None:
    assert index.complete("price outcome:no-a") == (
        "price outcome:no-answer",
        "price outcome:no-accepted",
    )
    assert set(index.complete("-list:")) == {"-list:spring", "-list:november-freight"}
    assert index.complete("since:mar") == ("since:march",)
    assert index.complete("so") == ("sort:",)
    assert index.complete("") == index.complete("price ") == index.complete('"so') == ()
