from __future__ import annotations

import pytest
from agenda_records import DEFAULT

from callbench.domain.records import Prospect
from callbench.domain.stories import matching, shared_tags


def tagged(*tags: str) -> Prospect:
    return Prospect(id="p", name="Dana Whitfield", tags=tags)


@pytest.mark.parametrize(
    ("tags", "told", "expected"),
    [
        ((), (), []),
        (("mining",), (), []),
        (("freight",), (), ["harbour-cold", "lindmark-haulage"]),
        (("freight", "re-quotes"), (), ["lindmark-haulage", "harbour-cold"]),
        (("freight", "re-quotes"), ("lindmark-haulage",), ["harbour-cold", "lindmark-haulage"]),
        (("freight", "returns"), ("harbour-cold", "lindmark-haulage"), None),
        (("Freight ", "COLD chain"), (), ["harbour-cold", "lindmark-haulage"]),
        (("", "?"), (), []),
    ],
)
def test_order(tags: tuple[str, ...], told: tuple[str, ...], expected: list[str] | None) -> None:
    expected = expected or ([] if expected == [] else ["pennine-parcels", *told])
    assert [story.id for story in matching(tagged(*tags), told, DEFAULT)] == expected


def test_shared_tags_are_spelt_as_in_the_story() -> None:
    story = DEFAULT.stories[0]
    assert shared_tags(tagged("COLD CHAIN", "freight"), story) == ("freight", "cold-chain")
