"""Hostile text in every field: shown literally on every screen, and obeyed by nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile_bench import (
    Make,
    Rep,
    Watch,
    a_hostile_bench,
    controls,
    huge,
    markup,
    mixed,
    walk,
    widths,
)

from callbench.tui.app import CallbenchApp
from callbench.tui.literal import LiteralFilter
from callbench.tui.start.screen import StartScreen

SHOWN = (
    "added answer asked cell channel city column company country cue detail draft email extension "
    "header how interested kind list me more name name1 name2 name3 name4 news note notes phone "
    "problem promise prompt question reason referrer session story stranger tag theme title told "
    "why"
)
"""Fields that the walk comes by, each with its name in brackets in front."""

SOAK = pytest.mark.soak


@pytest.mark.parametrize(
    ("make", "size"),
    [
        (mixed, (120, 36)),
        *(
            pytest.param(make, size, marks=SOAK)
            for make in (markup, controls, widths, huge)
            for size in ((80, 24), (200, 50))
        ),
    ],
)
async def test_every_screen_shows_it_literally(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Make, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    # The name of the lead file is typed, letter by letter.
    monkeypatch.chdir(tmp_path)
    watch = Watch()
    monkeypatch.setattr(LiteralFilter, "apply", watch.apply(LiteralFilter.apply))
    app = CallbenchApp(a_hostile_bench(tmp_path, make), StartScreen)
    async with app.run_test(size=size) as pilot:
        rep = Rep(app, pilot)
        await walk(rep, Path("[b]leads[.csv"), lambda: watch.look(rep))
    assert watch.caught == []
    if size == (120, 36):
        seen = "\n".join(watch.seen)
        assert [field for field in SHOWN.split() if f"[{field}]" not in seen] == []
