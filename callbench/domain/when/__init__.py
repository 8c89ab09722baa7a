"""An exact date and time, or a clear reason why it isn't one.

A phrase is cut into tokens, a grammar finds every way to understand all of them, and each way is
put on the calendar. It is exact only when the ways agree on one future instant that exists.

The grammar is loaded with the first phrase: naming a time needs none of it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from callbench.domain.when.reading import DateOrder, Hours, Kind, Reading
from callbench.domain.when.speak import distance, spoken

if TYPE_CHECKING:
    from callbench.domain.when.finding import find
    from callbench.domain.when.reader import read

__all__ = ["DateOrder", "Hours", "Kind", "Reading", "distance", "find", "read", "spoken"]

_LATER = {"find": "callbench.domain.when.finding", "read": "callbench.domain.when.reader"}


def __getattr__(name: str) -> Any:
    """Load what reads a phrase when it is first asked for (PEP 562)."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)
