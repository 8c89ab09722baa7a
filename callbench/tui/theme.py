"""The two themes of callbench. Colours are named by what they mean, never set from Python."""

from __future__ import annotations

from textual.theme import Theme

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
        "text-muted": "#9aa1ad",
        "text-disabled": "#767d89",
        "block-cursor-background": "#d6d8de",
        "block-cursor-foreground": "#1a1d23",
        "block-cursor-blurred-background": "#343b47",
        "block-cursor-blurred-foreground": "#d6d8de",
        "input-selection-background": "#7fa7d4 35%",
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
        "text-muted": "#5d6068",
        "text-disabled": "#76787d",
        "block-cursor-background": "#22262d",
        "block-cursor-foreground": "#f4f3ee",
        "block-cursor-blurred-background": "#d5d2c5",
        "block-cursor-blurred-foreground": "#22262d",
        "input-selection-background": "#265e9c 30%",
    },
)

THEMES = (DARK, LIGHT)
