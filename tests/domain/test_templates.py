from __future__ import annotations

import pytest

from callbench.domain.templates import fill, first_name


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{first}? It's {rep}.", "Dana? It's {first}."),
        ("{unknown} {first.__class__} {first!r} {0} {} {{first}}", None),
        ("{FIRST} { first } {first", "{FIRST} { first } {first"),
        ("", ""),
    ],
)
def test_fill(template: str, expected: str | None) -> None:
    """A value that looks like a placeholder is not filled in, and nothing is looked up."""
    expected = expected if expected is not None else template.replace("{{first}}", "{Dana}")
    assert fill(template, {"first": "Dana", "rep": "{first}"}) == expected


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Dana Whitfield", "Dana"),
        ("Whitfield, Dana", "Dana"),
        ("Dr. Dana Whitfield", "Dana"),
        ("Prof. Dr. Dana Whitfield", "Dana"),
        ("Dana Whitfield,", "Dana"),
        ("Dr", "Dr"),
        ("  Tomás  Rey ", "Tomás"),
        ("", ""),
        (" , ", ""),
    ],
)
def test_first_name(name: str, first: str) -> None:
    assert first_name(name) == first
