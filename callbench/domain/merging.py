"""Two records of one person made one, such that nothing of either is lost."""

from __future__ import annotations

import re
from typing import Any

from callbench.domain.phone_zones import zones
from callbench.domain.records import Prospect, replace

_TEXTS = (
    *("company", "title", "email", "zone", "country", "city"),
    *("notes", "reason", "news", "referred_by"),
)
NAME_BESIDE, PHONE_BESIDE, EMAIL_BESIDE = "Name", "Phone", "E-mail"
"""Headers under which what else somebody goes by is kept; further ones as ``Phone (2)``."""
_LABELS = {"phone": PHONE_BESIDE, "email": EMAIL_BESIDE}
_VARIANT = re.compile(r" \(\d+\)$")
_MOST_VARIANTS = 20
"""A person has no more numbers than that; a file whose rows are all one person has."""


def filled(first: Prospect, later: Prospect) -> Prospect:
    """The first with its gaps filled from the later; where both differ, the later goes to extra."""
    extra = dict(first.extra)
    changes: dict[str, Any] = {}
    for field in _TEXTS:
        mine, theirs = getattr(first, field), getattr(later, field)
        if theirs and not mine:
            changes[field] = theirs
        elif theirs.casefold() != mine.casefold() and theirs:
            _beside(extra, _LABELS.get(field, field.capitalize()), theirs)
    if later.name != first.name and not _stands_in(first) and not _stands_in(later):
        _beside(extra, NAME_BESIDE, later.name)
    if not first.phone:
        changes |= {"phone": later.phone, "extension": later.extension}
    elif later.phone and later.phone != first.phone:
        _beside(extra, _LABELS["phone"], _dialled(later))
    elif later.phone and not first.extension:
        changes["extension"] = later.extension
    for header, text in later.extra.items():
        _beside(extra, header, text)
    return _placed(
        first,
        **changes,
        name=later.name if _stands_in(first) and not _stands_in(later) else first.name,
        priority=first.priority or later.priority,
        tags=tuple(dict.fromkeys((*first.tags, *later.tags))),
        do_not_call=first.do_not_call or later.do_not_call,
        extra=extra,
    )


def renewed(known: Prospect, read: Prospect) -> Prospect:
    """Somebody of the list as a file read again has them.

    What the file says wins, but it erases nothing: the id, a do-not-call and the rep's reason and
    news stay, notes are added to, and a number or address that changes is kept beside.
    """
    # Only what differs: the texts of a long list aren't kept twice.
    extra = dict(known.extra)
    extra |= {key: text for key, text in read.extra.items() if extra.get(key) != text}
    changes = {
        field: getattr(read, field)
        for field in ("name", "company", "title", "email", "zone", "country", "city", "phone")
        if getattr(read, field) not in ("", getattr(known, field))
    }
    if _stands_in(read):
        changes.pop("name", None)
    if "phone" in changes or (read.phone and read.extension):
        changes["extension"] = read.extension
    if "phone" in changes and known.phone and _dialled(known) not in extra.values():
        _beside(extra, f"{PHONE_BESIDE} (before)", _dialled(known))
    if read.email and known.email and read.email.casefold() != known.email.casefold():
        _beside(extra, f"{EMAIL_BESIDE} (before)", known.email)
    return _placed(
        known,
        **changes,
        notes=_with(known.notes, read.notes),
        reason=known.reason or read.reason,
        news=known.news or read.news,
        referred_by=known.referred_by or read.referred_by,
        priority=read.priority or known.priority,
        tags=tuple(dict.fromkeys((*known.tags, *read.tags))),
        do_not_call=known.do_not_call or read.do_not_call,
        extra=extra,
    )


def _placed(prospect: Prospect, **changes: Any) -> Prospect:
    """A copy with these changes, and with the time zones that they leave possible."""
    after = replace(prospect, **changes)
    place = (after.phone, after.country, after.city)
    if place == (prospect.phone, prospect.country, prospect.city):
        return after
    return replace(after, zones=zones(after.phone, country=after.country, city=after.city))


def _with(mine: str, theirs: str) -> str:
    if theirs in mine:
        return mine
    return f"{mine}\n{theirs}" if mine and mine not in theirs else theirs


def _stands_in(prospect: Prospect) -> bool:
    """Whether a prospect goes by what else is known, for want of a name."""
    return prospect.name in {prospect.company, prospect.email, prospect.phone}


def _dialled(prospect: Prospect) -> str:
    return f"{prospect.phone} x{prospect.extension}" if prospect.extension else prospect.phone


def _beside(extra: dict[str, str], header: str, text: str) -> None:
    """Keep a text under its header, or under ``header (2)`` where that is taken."""
    if extra.setdefault(header, text) == text:
        return
    base = _VARIANT.sub("", header)
    for variant in range(1, _MOST_VARIANTS + 1):
        name = base if variant == 1 else f"{base} ({variant})"
        if extra.setdefault(name, text) == text:
            return
