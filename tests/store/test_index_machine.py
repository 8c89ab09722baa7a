"""The index against the files themselves, whatever happens to either."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from random import Random

from effort import examples
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from index_bench import PLAYBOOK, check, check_present, roll

from callbench.store.index import Index, IndexBehind, IndexDamaged, present
from callbench.store.workbench import Workbench

DAYS = st.integers(0, 3)
LATER = st.sampled_from([None, 0, 20, 20])
"""Whether the index follows at once, and how many sessions it then takes in one go."""
SEEDS = st.integers(0, 2**32)
HURTS = ("delete", "cut", "noise", "empty", "unseal", "journal", "wal", "shm")
"""What can happen to an index; the last three are files of SQLite laid beside it."""


class Files(RuleBasedStateMachine):
    """Session files come, change and go, and the index is hurt in every way."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self._bench = Workbench.open(Path(self._folder.name))
        self._index = Index.open(self._bench, PLAYBOOK)
        self._damaged: set[str] = set()

    def teardown(self) -> None:
        self._index.close()
        self._folder.cleanup()

    @rule(number=DAYS, seed=SEEDS, then=LATER)
    def write(self, number: int, seed: int, then: int | None) -> None:
        self._damaged.discard(roll(self._bench, seed, number).name)
        self._follow(then)

    @rule(number=DAYS, then=LATER)
    def copy(self, number: int, then: int | None) -> None:
        """A sync client has made a second file of one session."""
        for path in sorted(self._bench.sessions.glob("*0.json"))[number : number + 1]:
            if path.name not in self._damaged:
                copy = self._bench.sessions / f"{path.stem} (copy).json"
                copy.write_bytes(path.read_bytes())
                self._damaged.discard(copy.name)
        self._follow(then)

    @rule(number=DAYS, how=st.sampled_from(["remove", "damage"]), then=LATER)
    def lose(self, number: int, how: str, then: int | None) -> None:
        for path in sorted(self._bench.sessions.glob("*.json"))[number : number + 1]:
            if how == "remove":
                path.unlink()
                self._damaged.discard(path.name)
            else:
                path.write_text("{")
                self._damaged.add(path.name)
        self._follow(then)

    @rule(
        seed=SEEDS,
        how=st.sampled_from([*HURTS, "close"]),
        then=LATER,
    )
    def hurt(self, seed: int, how: str, then: int | None) -> None:
        if how == "close":
            self._index.close()
        hurt(self._index.path, how, Random(seed))
        self._follow(then)

    @invariant()
    def can_be_read_or_says_why_not(self) -> None:
        with suppress(IndexDamaged):
            self._index.sessions()

    def _follow(self, at_once: int | None) -> None:
        if at_once is None:
            with suppress(IndexDamaged, IndexBehind):
                check_present(self._index, self._bench)
            return
        before, present.AT_ONCE = present.AT_ONCE, at_once
        try:
            followed = self._index.follow()
        finally:
            present.AT_ONCE = before
        assert followed.complete
        assert {problem.path.name for problem in followed.problems} == self._damaged
        check(self._index, self._bench)


def hurt(path: Path, how: str, dice: Random) -> None:
    """Do something bad to the file of an index."""
    if not path.exists():
        return
    size = path.stat().st_size
    match how:
        case "delete":
            path.unlink()
        case "cut":
            os.truncate(path, dice.randrange(size + 1))
        case "noise":
            with path.open("r+b") as file:
                file.seek(dice.randrange(size + 1))
                file.write(dice.randbytes(dice.randrange(1, 5000)))
        case "empty":
            path.write_bytes(b"")
        case "unseal":
            path.with_name(f"{path.name}.seal").unlink(missing_ok=True)
        case _:
            path.with_name(f"{path.name}-{how}").write_bytes(dice.randbytes(5000))


TestFiles = Files.TestCase
TestFiles.settings = settings(max_examples=examples(5), stateful_step_count=20)
