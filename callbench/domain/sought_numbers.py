"""Finding a phone number by some of its digits, however they are typed.

Somebody rings back, and what a rep has is what the phone shows: ``0217``, ``020 7946 0217``,
``+44 (0)20 7946``.
"""

from __future__ import annotations

import re

from callbench.domain.people import digits_of

FEWEST = 3
"""Digits from which something may be a part of a number."""

FEW = 6
"""With fewer digits than these, any number may have them somewhere in the middle."""

_NUMBER = re.compile(r"[+(]*\d[\d\s()+./-]*")
_E164 = re.compile(r"\+\d+")
_TRUNK = re.compile(r"\(0\)")
"""The zero that is dialled only within the country, as in ``+44 (0)20``."""


class SoughtNumber:
    """The digits of a number, or some of them."""

    def __init__(self, text: str, *, anywhere: bool) -> None:
        """Look for the digits in `text`; few of them also in the middle of a number if `anywhere`.

        A rep who filters the queue begins where they like; in all notes of all years, a few digits
        are rather a price or a year.
        """
        self.text = text
        """What was typed."""
        self.digits = digits_of(_TRUNK.sub("", text))
        abroad = self.digits.removeprefix("00")
        self._international = text.lstrip("( ").startswith("+") or abroad != self.digits
        self._abroad = abroad
        self._only_at_end = not anywhere and len(self.digits) < FEW
        # A country's code has one to three digits.
        starts = [rf"\d{{1,3}}{self.digits[1:]}"] if self.digits.startswith("0") else []
        starts += [abroad] if self._international else []
        self._start = re.compile(rf"\+(?:{'|'.join(starts)})") if starts else None

    @property
    def core(self) -> str:
        """Digits that are in every number of a known country that they can be in."""
        return self.digits.lstrip("0")

    def is_in(self, key: str) -> bool:
        """Whether they are in the number of that `number_key`."""
        if key.endswith(self.digits) if self._only_at_end else self.digits in key:
            return True
        if self._start is not None and self._start.match(key):
            return True
        if not self._international or key.startswith("+"):
            return False
        # Typed with its country, and stored as it is dialled within it.
        local = key.lstrip("0")
        return len(local) >= FEW and self._abroad.endswith(local)


def sought_number(text: str, *, fewest: int = FEWEST, anywhere: bool = True) -> SoughtNumber | None:
    """The number that `text` may be a part of; None where it has other signs, or too few digits."""
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return None
    sought = SoughtNumber(text, anywhere=anywhere)
    return sought if len(sought.digits) >= fewest else None


def number_key(phone: str) -> str:
    """What a number is looked up by: E.164 as it is, of any other text its digits."""
    return phone if _E164.fullmatch(phone) else digits_of(phone)
