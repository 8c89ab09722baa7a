"""Placeholders in the playbook's texts, filled in without running anything.

Both the template and the values are data: a name such as ``{rep.__class__}`` stays as it is, and
a value that looks like a placeholder is not filled in again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
_HONORIFICS = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame"})


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with each known ``{name}`` replaced by its value; unknown ones stay."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), template)


def first_name(name: str) -> str:
    """How to address somebody: ``Dr. Dana Whitfield`` and ``Whitfield, Dana`` are both Dana."""
    last, comma, first = name.partition(",")
    words = (first if comma and first.strip() else last).split()
    while len(words) > 1 and words[0].rstrip(".").casefold() in _HONORIFICS:
        del words[0]
    return words[0] if words else ""
