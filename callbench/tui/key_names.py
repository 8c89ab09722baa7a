"""What keys are called: by Textual, by a terminal, and by a rep who writes ``config.toml``."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SIGNS = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Signs that Textual calls otherwise than Unicode does."""

_MOVES = "up|down|left|right|home|end|pageup|pagedown|insert|delete"
_NAMED = (
    rf"(ctrl\+|shift\+|ctrl\+shift\+)?({_MOVES})|(ctrl\+)?f([1-9]|1\d|2[0-4])"
    r"|escape|enter|tab|shift\+tab|space|backspace|ctrl\+[a-z]"
    r"|ctrl\+(at|backslash|right_square_bracket|circumflex_accent|underscore)"
)
"""What terminals send beside characters."""

_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+[": "escape"}
"""Keys that a terminal can't tell from others."""

_TAKEN = {"ctrl+c", "ctrl+q", "ctrl+p"}
"""Keys of the app itself."""


def name_of_sign(character: str) -> str:
    """What Textual calls the key of a character: letters and digits themselves, ``slash`` for /."""
    if character.isalnum():
        return character
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return _SIGNS.get(name, name)


def key_problem(key: str) -> str:
    """Why no key of that name can be pressed for an act of a screen; "" where one can."""
    if key in _TAKEN:
        return "belongs to callbench itself"
    if key in _SAME:
        return f"is {_SAME[key]} to a terminal: write that"
    if key.startswith("alt+"):
        return "can't be told from Esc and the key behind it"
    if re.fullmatch(r"shift\+[a-z]", key):
        return f'is written as the capital letter, "{key[-1].upper()}"'
    if re.fullmatch(_NAMED, key) or (len(key) == 1 and key.isalnum()) or key in _signs():
        return ""
    return 'is no key; allowed are such as "d", "D", "slash", "f5", "ctrl+d", "enter", "pageup"'


@lru_cache
def _signs() -> frozenset[str]:
    """What Textual calls the keys of all signs that a keyboard may have."""
    signs = (character for character in map(chr, range(33, 0x2200)) if not character.isalnum())
    return frozenset(map(name_of_sign, signs)) - {""}
