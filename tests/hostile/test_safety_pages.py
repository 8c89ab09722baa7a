"""The pages on safety name their tests, and these exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("page", ["security.md", "durability.md"])
def test_every_line_of_a_table_names_a_test(page: str) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    rows = re.findall(r"(?m)^\| (?!---)(?!.*\| held by \|$).*\|$", text)
    assert len(rows) >= 8
    for row in rows:
        assert "`tests/" in row, row
    for name in set(re.findall(r"`(tests/[\w/]+\.py)`", text)):
        assert (ROOT / name).is_file(), name
