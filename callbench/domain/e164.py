"""Numbers as they are stored, in E.164 (ITU-T): taken apart again, and shown to people.

`phonenumbers`, which costs 20 ms to import, is imported where it is first needed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber


def number_of(e164: str) -> PhoneNumber | None:
    """The number of an E.164 text, or None where it isn't one."""
    if not e164.startswith("+"):
        return None
    from phonenumbers import NumberParseException
    from phonenumbers import parse as parse_number

    try:
        return parse_number(e164, None)
    except NumberParseException:
        return None


@lru_cache(maxsize=16384)
def display(e164: str) -> str:
    """The number in its international form, ``+44 20 7946 0018``; other text as it is."""
    number = number_of(e164)
    if number is None:
        return e164
    from phonenumbers import PhoneNumberFormat, format_number

    return format_number(number, PhoneNumberFormat.INTERNATIONAL)
