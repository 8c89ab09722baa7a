"""The big workbench: ten thousand prospects and ten years of sessions, of which parts are taken."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.generate import generate
from callbench.domain.playbook import Playbook
from callbench.store.index import Index
from callbench.store.playbook import load_playbook
from callbench.store.workbench import Workbench

PROSPECTS, SESSIONS, CALLS = 10_000, 2_500, 100

MADE = "BENCHMARK_HOME"
"""Environment variable that names a workbench of that size, made before; it stays as it is."""


@contextmanager
def big(sessions: int = SESSIONS, *, index: bool = True) -> Iterator[tuple[Workbench, Playbook]]:
    """A big workbench with a cache of its own, for this process and those that it starts.

    Args:
        sessions: How many of them there are.
        index: Whether the index is built already.
    """
    before = os.environ.get("CALLBENCH_CACHE")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CALLBENCH_CACHE"] = str(Path(folder) / "cache")
        try:
            bench = _made(Path(folder) / "home", sessions)
            playbook = load_playbook(bench.playbook)
            if index:
                with Index.open(bench, playbook) as built:
                    built.rebuild()
            yield bench, playbook
        finally:
            os.environ.pop("CALLBENCH_CACHE")
            if before is not None:
                os.environ["CALLBENCH_CACHE"] = before


def _made(root: Path, sessions: int) -> Workbench:
    made = os.environ.get(MADE)
    if made and sessions == SESSIONS:
        # By links: callbench replaces files and never writes into them.
        shutil.copytree(made, root, copy_function=os.link)
        return Workbench.open(root)
    return generate(root, prospects=PROSPECTS, sessions=sessions, calls=CALLS)
