"""Ids short enough for a file name."""

from __future__ import annotations

import hashlib
import re

__all__ = ["short_id"]

_SHORT = 8
_PLAIN = re.compile(r"[0-9a-z]{8}")


def short_id(ident: str) -> str:
    """Eight characters that stand for an id; one that a file made up is hashed."""
    if _PLAIN.fullmatch(ident[:_SHORT]):
        return ident[:_SHORT]
    return hashlib.sha256(ident.encode("utf-8", "surrogatepass")).hexdigest()[:_SHORT]
