"""An exact date and time, or a clear reason why it isn't one.

A phrase is cut into tokens, a grammar finds every way to understand all of them, and each way is
put on the calendar. It is exact only when the ways agree on one future instant that exists.
"""

from callbench.domain.when.finding import find
from callbench.domain.when.reader import read
from callbench.domain.when.reading import DateOrder, Hours, Kind, Reading
from callbench.domain.when.speak import distance, spoken

__all__ = ["DateOrder", "Hours", "Kind", "Reading", "distance", "find", "read", "spoken"]
