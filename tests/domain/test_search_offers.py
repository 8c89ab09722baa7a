"""Which filters the words of a search may be meant as."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench.domain.playbook import parse_playbook
from callbench.domain.search import Facet
from callbench.domain.search_line import parse
from callbench.domain.search_offers import names_of, offers
from callbench.store.playbook import default_text

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
NAMES = names_of(parse_playbook(default_text()), ["november-freight", "interested", "two words"])


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("interested", ["outcome:interested"]),
        ("Interested ", ["outcome:interested "]),
        ("inte", ["outcome:interested"]),
        ("int", []),
        ("inte price", []),
        ("no answer", ["outcome:no-answer"]),
        ("no-answer", ["outcome:no-answer"]),
        ("no, accepted", ["outcome:no-accepted"]),
        ("truth not known yet", ["outcome:not-known-yet"]),
        ("price interested", ["price outcome:interested"]),
        ("interested since march", ["outcome:interested since march"]),
        ("november freight", ["list:november-freight"]),
        ("problem", ["has:problem"]),
        ("promised", ["kind:promised"]),
        ("price march", ["price in march"]),
        ("march 2025", ["in march 2025"]),
        ("tuesday", ["on tuesday"]),
        ("last week", ["in last week"]),
        ("1 march price", ["on 1 march price"]),
        ("2w", []),
        ("2 weeks ago", []),
        ("voicemail later", ["voicemail outcome:later", "outcome:voicemail later"]),
        ('"interested"', []),
        ("-interested", []),
        ("outcome:interested", []),
        ("since march", []),
        ("price", []),
        ("", []),
    ],
)
def test_words_that_may_be_filters(line: str, meant: list[str]) -> None:
    assert [one.line for one in offers(line, NAMES, NOW)] == meant


@given(st.lists(st.sampled_from(["no", "answer", "-x", '"', "march", "later", "a:b", "1"])))
def test_a_filter_that_is_taken_is_one(words: list[str]) -> None:
    line = " ".join(words)
    for one in offers(line, NAMES, NOW):
        query = parse(f"{one.filter} ", NOW)
        assert not query.terms
        assert query.since or isinstance(query.facets[0], Facet)
        assert one.typed in line
        assert one.filter in one.line


@given(st.text(max_size=60))
def test_any_line_can_be_looked_at(line: str) -> None:
    offers(line, NAMES, NOW)
