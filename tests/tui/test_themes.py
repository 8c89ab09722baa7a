"""Themes: enough contrast in ours, and the calling screen in every one there is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from block_bench import a_bench, calling, text_on
from rep_keys import settle
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from callbench.tui.theme import CONTRAST, THEMES, theme_names

TEXT = (
    "foreground", "text-muted", "text-disabled", "primary", "secondary", "accent", "success",
    "warning", "error",
)  # fmt: skip
GROUNDS = ("background", "surface", "panel")
PAIRS = [(text, ground) for text in TEXT for ground in GROUNDS] + [
    ("background", "error"),
    ("block-cursor-foreground", "block-cursor-background"),
    ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
]


def luminance(color: Color) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [part / 255 for part in (color.r, color.g, color.b)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Color, other: Color) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_as_far_as_it_gets() -> None:
    assert round(contrast(Color(0, 0, 0), Color(255, 255, 255)), 6) == 21
    assert round(contrast(Color(119, 119, 119), Color(255, 255, 255)), 2) == 4.48


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_can_be_read(theme: Theme) -> None:
    colors = {**theme.to_color_system().generate(), **theme.variables}
    least = 7 if theme is CONTRAST else 4.5
    found = {
        pair: round(contrast(*(Color.parse(colors[name]) for name in pair)), 2) for pair in PAIRS
    }
    assert {pair: ratio for pair, ratio in found.items() if ratio < least} == {}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_selected_text_can_be_read(theme: Theme) -> None:
    ground, _, percent = theme.variables["input-selection-background"].partition(" ")
    factor = float(percent.rstrip("%") or 100) / 100
    mixed = Color.parse(theme.panel or "").blend(Color.parse(ground), factor, 1)
    least = 7 if theme is CONTRAST else 4.5
    assert contrast(mixed, Color.parse(theme.foreground or "")) >= least


def test_ours_come_first() -> None:
    names = theme_names(["nord", "callbench-light", "dracula"])
    assert names == ("callbench-dark", "callbench-light", "callbench-contrast", "dracula", "nord")


ONE_OF_A_KIND = (*theme_names(()), "textual-light", "ansi-dark", "dracula")
"""Ours, and of Textual's a light one, one of the terminal's own colours, and a dark one."""


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(ONE_OF_A_KIND, id="one of a kind"),
        pytest.param(sorted(BUILTIN_THEMES), id="all", marks=pytest.mark.soak),
    ],
)
async def test_a_theme_shows_the_calling_screen(tmp_path: Path, names: Sequence[str]) -> None:
    async with calling(a_bench(tmp_path), size=(80, 24)) as rep:
        await rep.press("d", "h", "i", "f8", "i", "n")
        assert set(rep.app.available_themes) >= {*BUILTIN_THEMES, *theme_names(())}
        for name in names:
            rep.app.theme = name
            await settle(rep.pilot)
            assert "Dana Whitfield" in text_on(rep.app), name
            assert rep.app.return_code is None
