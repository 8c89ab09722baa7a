"""The index: one read model of all sessions, derived from their files and from nothing else.

It lies in the user's cache folder, follows the files, and may be deleted, cut off or overwritten
at any moment: that costs a rebuild and loses nothing. One instance at a time writes it; any
number read it meanwhile, and see what was written last.
"""

from callbench.store.index.follow import Followed, Progress, Stop
from callbench.store.index.fresh import is_quick, up_to_date
from callbench.store.index.index import Index
from callbench.store.index.query import IndexedSession
from callbench.store.index.schema import IndexBehind, IndexDamaged
from callbench.store.index.search import Found

__all__ = [
    "Followed",
    "Found",
    "Index",
    "IndexBehind",
    "IndexDamaged",
    "IndexedSession",
    "Progress",
    "Stop",
    "is_quick",
    "up_to_date",
]
