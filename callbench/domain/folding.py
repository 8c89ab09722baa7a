"""Text reduced to what counts when two spellings are compared."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_BETWEEN_WORDS = re.compile(r"[\W_]+")
# Letters that Unicode doesn't decompose, as the people who bear them write them in ASCII.
_UNDECOMPOSED = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "\u0131": "i"})


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The words of a text without case, accents and punctuation: ``Tomás REY`` is ``tomas rey``."""
    if text.isascii():
        return _BETWEEN_WORDS.sub(" ", text.lower()).strip()
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return _BETWEEN_WORDS.sub(" ", bare.translate(_UNDECOMPOSED)).strip()
