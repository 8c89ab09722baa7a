"""Looking a workbench over: what is wrong with its files, and mending what can be mended.

Looking changes nothing, not even a file's mode. Mending keeps what it replaces: a damaged file is
set aside before the recovered copy takes its place, and a copy that a sync client made goes only
when nothing is in it that its original lacks.
"""

from callbench.store.doctor.checks import examine
from callbench.store.doctor.finding import Finding
from callbench.store.doctor.repairs import repair

__all__ = ["Finding", "examine", "repair"]
