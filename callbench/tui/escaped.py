"""Esc and a key right behind it, which a slow line or a busy machine lets in as one piece."""

from __future__ import annotations

import os
from string import digits, punctuation

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

from callbench.tui.key_names import name_of_sign

WHERE_OPTION_SENDS_ESC = "WezTerm"
"""The terminal (as ``TERM_PROGRAM``) in which Esc and a digit are Option and that digit."""

_INTRODUCERS = "[]^_\\"
"""Signs with which a terminal's own sequences go on behind an Esc (ECMA-48, 5.3 and 5.6)."""

_BEHIND_ESC = {
    chr(0xE000 + ord(sign)): sign for sign in f"{punctuation} \r" if sign not in _INTRODUCERS
}
"""Signs by the private character that Textual is to take for Esc and the sign."""

_NAMED = {" ": "space", "\r": "enter"}


def tell_esc_from_what_follows() -> None:
    """Have Esc and a digit or a sign come in as they do with a letter, for `apart` to part them.

    Textual takes Esc and a digit for the sign that Option and the digit make on a Mac: a rep who
    leaves the note and presses 1 would find "¡" in it, and no outcome. Of Esc and a sign it drops
    the Esc. Where they are Option indeed, they stay so: an outcome that nobody meant is worse.
    """
    if os.environ.get("TERM_PROGRAM") == WHERE_OPTION_SENDS_ESC:
        return
    if isinstance(ANSI_SEQUENCES_KEYS, dict):
        for digit in digits:
            ANSI_SEQUENCES_KEYS.pop(f"\x1b{digit}", None)
        for private, sign in _BEHIND_ESC.items():
            ANSI_SEQUENCES_KEYS[f"\x1b{sign}"] = private


def apart(key: events.Key) -> list[events.Key]:
    """The keys that were typed: Esc with a letter right behind it comes in as one key with Alt.

    Terminals that tell the two apart send no character with the real Alt.
    """
    if (sign := _BEHIND_ESC.get(key.key)) is not None:
        return [
            events.Key("escape", "\x1b"),
            events.Key(_NAMED.get(sign) or name_of_sign(sign), sign),
        ]
    if not key.key.startswith("alt+") or key.character is None:
        return [key]
    return [events.Key("escape", "\x1b"), events.Key(key.character, key.character)]
