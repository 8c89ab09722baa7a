"""Whether anything was rescued: asked at every start, and answered with a look at a few folders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from callbench.store.rescue.places import rescued_paths
from callbench.store.workbench import Workbench

if TYPE_CHECKING:
    from callbench.store.rescue.files import Rescued

__all__ = ["waiting"]


def waiting(workbench: Workbench) -> Sequence[Rescued]:
    """The rescued files with something that the workbench lacks, newest first."""
    if not rescued_paths():
        return ()
    # Reading and comparing sessions is not loaded for nothing.
    from callbench.store.rescue.taking import offered

    return offered(workbench)
