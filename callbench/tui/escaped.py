"""Esc and a digit right behind it, which a slow line or a busy machine lets in as one piece."""

from __future__ import annotations

import os
from string import digits

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

WHERE_OPTION_SENDS_ESC = "WezTerm"
"""The terminal (as ``TERM_PROGRAM``) in which Esc and a digit are Option and that digit."""


def tell_esc_from_digits() -> None:
    """Have Esc and a digit come in as they do with a letter, for `apart` to part them.

    Textual takes the two for the sign that Option and the digit make on a Mac: a rep who leaves
    the note and presses 1 would find "¡" in it, and no outcome. Where they are that indeed, they
    stay so: an outcome that nobody meant is worse.
    """
    if os.environ.get("TERM_PROGRAM") != WHERE_OPTION_SENDS_ESC and isinstance(
        ANSI_SEQUENCES_KEYS, dict
    ):
        for digit in digits:
            ANSI_SEQUENCES_KEYS.pop(f"\x1b{digit}", None)


def apart(key: events.Key) -> list[events.Key]:
    """The keys that were typed: Esc with a letter right behind it comes in as one key with Alt.

    Terminals that tell the two apart send no character with the real Alt.
    """
    if not key.key.startswith("alt+") or key.character is None:
        return [key]
    return [events.Key("escape", "\x1b"), events.Key(key.character, key.character)]
