"""The themes of callbench. Colours are named by what they mean, never set from Python.

Text has a contrast of at least 4.5 to what it stands on, in `CONTRAST` of at least 7 (WCAG 2.2,
1.4.3 and 1.4.6); a test computes it.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.theme import Theme


def _scrollbar(thumb: str, held: str, track: str) -> dict[str, str]:
    """A scrollbar that says where one is and draws no eye."""
    return {
        "scrollbar": thumb,
        "scrollbar-hover": held,
        "scrollbar-active": held,
        "scrollbar-background": track,
        "scrollbar-background-hover": track,
        "scrollbar-background-active": track,
        "scrollbar-corner-color": track,
    }


DARK = Theme(
    name="callbench-dark",
    primary="#e0af5c",
    secondary="#7fa7d4",
    accent="#e0af5c",
    foreground="#d6d8de",
    background="#1a1d23",
    surface="#1a1d23",
    panel="#22272f",
    success="#93b98a",
    warning="#e0af5c",
    error="#e07a7a",
    dark=True,
    variables={
        "border": "#e0af5c",
        "border-blurred": "#4a505b",
        "text-muted": "#a6adb9",
        "text-disabled": "#878e9a",
        "block-cursor-background": "#d6d8de",
        "block-cursor-foreground": "#1a1d23",
        "block-cursor-blurred-background": "#343b47",
        "block-cursor-blurred-foreground": "#d6d8de",
        "input-selection-background": "#7fa7d4 35%",
        **_scrollbar("#343b47", "#4a505b", "#1a1d23"),
    },
)

LIGHT = Theme(
    name="callbench-light",
    primary="#8f5c00",
    secondary="#265e9c",
    accent="#8f5c00",
    foreground="#22262d",
    background="#f4f3ee",
    surface="#f4f3ee",
    panel="#e7e5dc",
    success="#2f6d2f",
    warning="#8f5c00",
    error="#b02f2f",
    dark=False,
    variables={
        "border": "#8f5c00",
        "border-blurred": "#b3b0a4",
        "text-muted": "#53565e",
        "text-disabled": "#63656b",
        "block-cursor-background": "#22262d",
        "block-cursor-foreground": "#f4f3ee",
        "block-cursor-blurred-background": "#d5d2c5",
        "block-cursor-blurred-foreground": "#22262d",
        "input-selection-background": "#265e9c 30%",
        **_scrollbar("#d5d2c5", "#b3b0a4", "#f4f3ee"),
    },
)

CONTRAST = Theme(
    name="callbench-contrast",
    primary="#ffd75f",
    secondary="#8fd3ff",
    accent="#ffd75f",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    success="#8ff0a4",
    warning="#ffd75f",
    error="#ff9e9e",
    dark=True,
    variables={
        "border": "#ffd75f",
        "border-blurred": "#c8c8c8",
        "text-muted": "#e0e0e0",
        "text-disabled": "#c0c0c0",
        "block-cursor-background": "#ffffff",
        "block-cursor-foreground": "#000000",
        "block-cursor-blurred-background": "#4a4a4a",
        "block-cursor-blurred-foreground": "#ffffff",
        "input-selection-background": "#005f87",
        **_scrollbar("#4a4a4a", "#c8c8c8", "#000000"),
    },
)

THEMES = (DARK, LIGHT, CONTRAST)


def theme_names(available: Iterable[str]) -> tuple[str, ...]:
    """The names of all themes, ours first."""
    own = [theme.name for theme in THEMES]
    return (*own, *sorted(set(available) - set(own)))
