"""The search language, word by word."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench.domain.search import Facet, Query, Term, tokens
from callbench.domain.search_line import completions, parse, parts
from callbench.domain.search_telling import filters, ways_out

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "terms"),
    [
        ("pri", [Term(("pri",), prefix=True)]),
        ("price ", [Term(("price",))]),
        ("Prïce budget", [Term(("price",)), Term(("budget",), prefix=True)]),
        ("pri* budget ", [Term(("pri",), prefix=True), Term(("budget",))]),
        ('"send the price"', [Term(("send", "the", "price"))]),
        ('"send the pri', [Term(("send", "the", "pri"), prefix=True)]),
        ("“send it” now ", [Term(("send", "it")), Term(("now",))]),
        ("multi-drop ", [Term(("multi", "drop"))]),
        ("-price -the", [Term(("price",), excluded=True), Term(("the",), excluded=True)]),
        ('-"not now" ', [Term(("not", "now"), excluded=True)]),
        ("price price ", [Term(("price",))]),
        ("東京 ", [Term(("東", "京"))]),
        ("NEAR(a AND* ", [Term(("near", "a")), Term(("and",), prefix=True)]),
        ("foo:bar ", [Term(("foo", "bar"))]),
        ("has:nothing ", [Term(("has", "nothing"))]),
        ("since:whenever ", [Term(("since", "whenever"))]),
        ("sort:worst ", [Term(("sort", "worst"))]),
        ("http://example.com ", [Term(("http", "example", "com"))]),
        ("a\0b ", [Term(("a", "b"))]),
        ('- -- "" ? 😀 * \' ', []),
        ("outcome: since: has: list: sort: ", []),
        ("since:who", []),
        ("", []),
    ],
)
def test_words(line: str, terms: list[Term]) -> None:
    query = parse(line, NOW)
    assert query == Query(terms=tuple(terms))
    assert query.is_empty == (not terms)


@pytest.mark.parametrize(
    ("line", "numbers"),
    [
        ("020 7946 0133", ["020 7946 0133"] * 3),
        ("vans +44 (0)20 7946 then 0133", ["", *["+44 (0)20 7946"] * 3, "", "0133"]),
        ("since march 2025 0133", ["0133"]),
        ("0133 outcome:later 0217", ["0133", "0217"]),
        ("133 4,500 -0133 0133* 10:30 2-15", [""] * 6),
        ('"0133" 7', ["", ""]),
    ],
)
def test_digits_that_may_be_a_phone_number(line: str, numbers: list[str]) -> None:
    asked = (part.asks for part in parts(line, NOW))
    assert [term.number for term in asked if isinstance(term, Term)] == numbers


@pytest.mark.parametrize(
    ("line", "facets"),
    [
        ("outcome:interested ", [Facet("outcome", "interested")]),
        ("Outcome:No-Answer ", [Facet("outcome", "no answer")]),
        ("outcome:int", [Facet("outcome", "int", prefix=True)]),
        ("-outcome:later", [Facet("outcome", "later", excluded=True)]),
        ('list:"november freight" ', [Facet("list", "november freight")]),
        ("kind:follow-up has:note ", [Facet("kind", "follow up"), Facet("has", "note")]),
        ("has:pro", [Facet("has", "pro", prefix=True)]),
    ],
)
def test_filters(line: str, facets: list[Facet]) -> None:
    assert parse(line, NOW) == Query(facets=tuple(facets))


@pytest.mark.parametrize(
    ("value", "first", "after"),
    [
        ("2026-03-01", (2026, 3, 1), (2026, 3, 2)),
        ("2026-03", (2026, 3, 1), (2026, 4, 1)),
        ("2025", (2025, 1, 1), (2026, 1, 1)),
        ("march", (2026, 3, 1), (2026, 4, 1)),
        ("dec", (2025, 12, 1), (2026, 1, 1)),
        ("november", (2026, 11, 1), (2026, 12, 1)),
        ('"march 2024"', (2024, 3, 1), (2024, 4, 1)),
        ('"1 march"', (2026, 3, 1), (2026, 3, 2)),
        ('"Nov 25"', (2025, 11, 25), (2025, 11, 26)),
        ('"3 dec 2024"', (2024, 12, 3), (2024, 12, 4)),
        ("dec-3-2024", (2024, 12, 3), (2024, 12, 4)),
        ("today", (2026, 11, 24), (2026, 11, 25)),
        ("yesterday", (2026, 11, 23), (2026, 11, 24)),
        ("tuesday", (2026, 11, 24), (2026, 11, 25)),
        ("wed", (2026, 11, 18), (2026, 11, 19)),
        ("2w", (2026, 11, 10), (2026, 11, 11)),
        ("10d", (2026, 11, 14), (2026, 11, 15)),
        ('"2 weeks ago"', (2026, 11, 10), (2026, 11, 11)),
        ('"this week"', (2026, 11, 23), (2026, 11, 30)),
        ('"last week"', (2026, 11, 16), (2026, 11, 23)),
        ('"last month"', (2026, 10, 1), (2026, 11, 1)),
        ('"last year"', (2025, 1, 1), (2026, 1, 1)),
        ('"last tuesday"', (2026, 11, 17), (2026, 11, 18)),
        ('"last november"', (2025, 11, 1), (2025, 12, 1)),
        ('"the 1st of march"', (2026, 3, 1), (2026, 3, 2)),
        ('"sunday 1 march"', (2026, 3, 1), (2026, 3, 2)),
    ],
)
def test_days(value: str, first: tuple[int, int, int], after: tuple[int, int, int]) -> None:
    start, end = datetime(*first, tzinfo=UTC), datetime(*after, tzinfo=UTC)
    assert parse(f"since:{value} ", NOW) == Query(since=start)
    assert parse(f"until:{value} ", NOW) == Query(before=end)
    assert parse(f"-since:{value} ", NOW) == Query(before=start)
    assert parse(f"-until:{value} ", NOW) == Query(since=end)


@pytest.mark.parametrize(
    "value",
    ["2026-13", "2026-02-30", "30-feb", "ma", "1234", "9999", "march-99999", "1" * 30, "mon-1-mar"],
)
def test_what_is_no_day_is_words(value: str) -> None:
    query = parse(f"since:{value} ", NOW)
    assert query.since is None
    assert query.terms[0].tokens[0] == "since"


def day(year: int, month: int, of_month: int) -> datetime:
    return datetime(year, month, of_month, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "query", "said"),
    [
        ("since march", Query(since=day(2026, 3, 1)), "since Sun 1 Mar 2026"),
        ("since 1 march", Query(since=day(2026, 3, 1)), "since Sun 1 Mar 2026"),
        ("Since March 2025", Query(since=day(2025, 3, 1)), "since Sat 1 Mar 2025"),
        ("since tuesday", Query(since=day(2026, 11, 24)), "since Tue 24 Nov 2026"),
        ("since last week", Query(since=day(2026, 11, 16)), "since Mon 16 Nov 2026"),
        ("since 3 weeks ago", Query(since=day(2026, 11, 3)), "since Tue 3 Nov 2026"),
        ("since 2026-03-01", Query(since=day(2026, 3, 1)), "since Sun 1 Mar 2026"),
        ("after march", Query(since=day(2026, 4, 1)), "since Wed 1 Apr 2026"),
        ("before march", Query(before=day(2026, 3, 1)), "before Sun 1 Mar 2026"),
        ("until march", Query(before=day(2026, 4, 1)), "until Tue 31 Mar 2026"),
        ("till 5 march", Query(before=day(2026, 3, 6)), "until Thu 5 Mar 2026"),
        (
            "in october",
            Query(since=day(2026, 10, 1), before=day(2026, 11, 1)),
            "from Thu 1 Oct 2026 to Sat 31 Oct 2026",
        ),
        (
            "on tuesday",
            Query(since=day(2026, 11, 24), before=day(2026, 11, 25)),
            "on Tue 24 Nov 2026",
        ),
        ("before:march", Query(before=day(2026, 3, 1)), "before Sun 1 Mar 2026"),
        ("since:1 march", Query(since=day(2026, 3, 1)), "since Sun 1 Mar 2026"),
    ],
)
def test_a_stretch_of_time_as_it_is_said(line: str, query: Query, said: str) -> None:
    assert parse(line, NOW) == query
    assert filters(parts(line, NOW)) == [said]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('"since march" ', ("since", "march")),
        ('since "march" ', ("since", "march")),
        ('"since" march ', ("since", "march")),
        ("since them ", ("since", "them")),
        ("since ", ("since",)),
        ("march ", ("march",)),
        ("on march ", ("on", "march")),
        ("in tuesday ", ("in", "tuesday")),
        ("-in:march ", ("in", "march")),
        ("before we spoke ", ("before", "we", "spoke")),
        ("in the north ", ("in", "the", "north")),
        ("since mon 1 mar ", ("1", "mar")),
    ],
)
def test_what_cannot_be_a_date_is_words(line: str, words: tuple[str, ...]) -> None:
    found = parse(line, NOW)
    assert tuple(token for term in found.terms for token in term.tokens) == words


def test_a_date_among_words() -> None:
    found = parse("price since 1 march budget ", NOW)
    assert (found.words, found.since) == (("price", "budget"), day(2026, 3, 1))
    both = parse("after 2025 before march price ", NOW)
    assert (both.since, both.before) == (day(2026, 1, 1), day(2026, 3, 1))


@pytest.mark.parametrize("line", ["since m", "since 1", "since 1 m", "before 2026-0", "since l"])
def test_a_date_that_is_still_typed_hides_nothing(line: str) -> None:
    assert parse(line, NOW).is_empty
    assert not parse(f"{line} ", NOW).is_empty


def test_ways_out_of_finding_nothing() -> None:
    ways = dict(ways_out(parts("price outcome:later since march ", NOW)))
    assert list(ways) == [
        "without “price”",
        "without “outcome:later”",
        "with “since march” as words, in quotes",
        "without “since march”",
    ]
    assert ways["without “since march”"] == parse("price outcome:later ", NOW)
    words = ways["with “since march” as words, in quotes"]
    assert words == parse('price outcome:later "since march" ', NOW)
    assert ways_out(parts("price ", NOW)) == []


def test_days_begin_in_the_reps_zone() -> None:
    zone = ZoneInfo("America/New_York")
    query = parse("since:today ", datetime(2026, 11, 24, 22, tzinfo=zone))
    assert query.since == datetime(2026, 11, 24, 5, tzinfo=UTC)


def test_the_narrower_of_two_limits_holds() -> None:
    query = parse("since:2026-03 since:2026-05 until:2026-08 until:2026-07-01 ", NOW)
    assert query.since == datetime(2026, 5, 1, tzinfo=UTC)
    assert query.before == datetime(2026, 7, 2, tzinfo=UTC)


def test_the_order() -> None:
    assert parse("sort:best price ", NOW).best
    assert not parse("sort:best sort:newest price ", NOW).best


def test_the_words_to_be_shown() -> None:
    query = parse('"the price" -budget multi-drop 東京 outcome:later ', NOW)
    assert query.words == ("the", "price", "multi", "drop", "東京")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("O'Brien", ["o", "brien"]),
        ("naïve_x Straße", ["naive", "x", "strasse"]),
        ("Øst Łucja ﬁne", ["ost", "lucja", "fine"]),
        ("iPhone手机 X", ["iphone", "手", "机", "x"]),
        ("ががi", ["か", "か", "i"]),
        ("한국어", ["한국어"]),
        ("…!", []),
    ],
)
def test_tokens(text: str, found: list[str]) -> None:
    import unicodedata

    assert tokens(text) == [unicodedata.normalize("NFKD", token) for token in found]


VALUES = {"outcome": ["interested", "no-answer", "no accepted"], "since": ["march"]}


@pytest.mark.parametrize(
    ("line", "proposed"),
    [
        ("price out", ["price outcome:"]),
        ("s", ["since:", "sort:"]),
        ("-outcome:n", ["-outcome:no-answer", '-outcome:"no accepted"']),
        ("outcome:", ["outcome:interested", "outcome:no-answer", 'outcome:"no accepted"']),
        ("outcome:interested", []),
        ("since:M", ["since:march"]),
        ("price", []),
        ("out ", []),
        ('"out', []),
        ("list:x", []),
        ("", []),
        ("-", []),
    ],
)
def test_completions(line: str, proposed: list[str]) -> None:
    assert completions(line, VALUES) == tuple(proposed)


@given(st.text(max_size=60), st.datetimes(timezones=st.just(UTC), min_value=datetime(1972, 1, 1)))
def test_anything_can_be_typed(line: str, now: datetime) -> None:
    query = parse(line, now)
    assert all(token and not token.isspace() for term in query.terms for token in term.tokens)
    for proposed in completions(line, VALUES):
        assert parse(proposed, now) is not None


def test_an_article_behind_a_date_is_a_word() -> None:
    assert [term.tokens for term in parse("since:2026-11-01 the", NOW).terms] == [("the",)]
    assert parse("since the 1st of march ", NOW) == parse("since:2026-03-01 ", NOW)
