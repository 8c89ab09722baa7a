"""Two callbenches on one workbench, in a hurry, and what became of their work.

``python -m tests.soak.races --seconds 60`` has two processes run blocks, import lists, add to past
calls, change prospects and put people on the do-not-call file, all on the same files at the same
time. Nothing that one of them was told is written may be missing afterwards, and nothing may be
raised but the clear words that somebody else holds a file.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path += [str(Path(__file__).parent.parent / "journeys")]

from workbenches import a_home, people

from callbench.domain.records import Addendum, new_id, replace
from callbench.exchange.leads.importer import read_leads
from callbench.exchange.leads.taking import existing_list, take
from callbench.store import do_not_call
from callbench.store.addenda import add_addendum
from callbench.store.errors import Locked, StoreError
from callbench.store.lists import read_list
from callbench.store.recovery import unfinished_sessions
from callbench.store.sessions import read_sessions
from callbench.store.workbench import Workbench
from callbench.tui.block.sitting import new_desk, resumed_desk
from callbench.tui.context import Context, open_context, system_clock

INSTANCES = 2

ROOT = Path(__file__).parent.parent.parent


class Instance:
    """One of them; what it was told is written, it notes down."""

    def __init__(self, home: Path, number: int, dice: random.Random) -> None:
        """Work in `home`."""
        self.notes: dict[str, str] = {}
        """By id of a call."""
        self.addenda: list[str] = []
        self.edits: dict[str, str] = {}
        """By id of a prospect, the last text of the field that only this instance changes."""
        self.refused: list[str] = []
        """Ids of prospects put on the do-not-call file."""
        self.imported: list[str] = []
        """Addresses."""
        self.locked = 0
        self._field = ("notes", "news")[number]
        self._home = home
        self._number = number
        self._dice = dice
        self._counter = 0

    @property
    def context(self) -> Context:
        """The workbench as somebody who has just started finds it."""
        return open_context(Workbench.open(self._home))

    def work(self, seconds: float) -> None:
        """Do one thing after the other."""
        acts = (self._block, self._import, self._add, self._edit, self._refuse, self._resume)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                self._dice.choice(acts)()
            except Locked:
                self.locked += 1
            except StoreError as error:
                if "in use by" not in str(error) and "by another callbench" not in str(error):
                    raise

    def _text(self) -> str:
        self._counter += 1
        return f"text {self._counter} of {self._number}"

    def _block(self) -> None:
        """A whole block of a few calls, or one that is left standing."""
        desk = new_desk(self.context, ("harbour",))
        mine = [row.prospect for row in desk.rows if row.callable_now][self._number :: INSTANCES]
        for prospect in mine[:3]:
            text = self._text()
            desk.dial(prospect)
            call = desk.block.note(text)
            desk.outcome(prospect, "no-answer")
            self.notes[call.id] = text
        if self._dice.random() < 0.7:
            desk.block.end()
        assert desk.close(), desk.writer.status
        assert not desk.chores.unwritten

    def _resume(self) -> None:
        """Go on with a block that somebody left standing."""
        found = unfinished_sessions(Workbench(self._home))
        if found:
            desk = resumed_desk(self.context, self._dice.choice(found))
            if self._dice.random() < 0.5:
                desk.block.end()
            assert desk.close(), desk.writer.status

    def _import(self) -> None:
        """A lead file of two people, into a list that both import to."""
        self._counter += 1
        email = f"lead{self._counter}of{self._number}@example.com"
        path = self._home.parent / f"leads-{self._number}.csv"
        path.write_text(f"Name,Company,Phone,Email\nLead {email},Fair,020 7946 0111,{email}\n")
        workbench = Workbench(self._home)
        known = existing_list(workbench, "fair")
        leads = read_leads(path, region="GB", existing=known.prospects if known else ())
        take(workbench, leads, "fair", region="GB", now=system_clock())
        self.imported.append(email)

    def _add(self) -> None:
        """Add to a call of a past session, whoever made it."""
        stored, _ = read_sessions(Workbench(self._home))
        calls = [(entry.path, call.id) for entry in stored for call in entry.calls]
        if calls:
            path, call = self._dice.choice(calls[:6])
            text = self._text()
            addendum = Addendum(at=datetime.now(UTC).replace(microsecond=0), text=text)
            add_addendum(Workbench(self._home), path, call, addendum)
            self.addenda.append(text)

    def _edit(self) -> None:
        """Change a field of one of the first few prospects, from within a block."""
        desk = new_desk(self.context, ("harbour",))
        prospect = desk.prospect(f"prospect-{self._dice.randrange(5)}")
        assert prospect is not None
        text = self._text()
        # As after a long while: what is on the screen is older than what is in the file.
        time.sleep(self._dice.uniform(0, 0.02))
        desk.edit(replace(prospect, **{self._field: text}))
        desk.block.end()
        assert desk.close()
        assert not desk.chores.unwritten, desk.chores.unwritten
        self.edits[prospect.id] = text

    def _refuse(self) -> None:
        somebody = replace(people(1)[0], id=new_id(), phone="", email=f"{new_id()}@example.com")
        do_not_call.add(Workbench(self._home), somebody, system_clock())
        self.refused.append(somebody.id)


def missing(home: Path, told: dict[str, Any], number: int) -> Iterator[str]:
    """What one instance was told is written, and isn't."""
    workbench = Workbench(home)
    stored, problems = read_sessions(workbench)
    yield from map(str, problems)
    calls = [call for entry in stored for call in entry.calls]
    notes = {call.id: call.note for call in calls}
    yield from (f"note {text}" for key, text in told["notes"].items() if notes.get(key) != text)
    added = {addendum.text for call in calls for addendum in call.addenda}
    yield from (f"addendum {text}" for text in told["addenda"] if text not in added)
    prospects = {one.id: one for one in read_list(workbench, "harbour").prospects}
    for ident, text in told["edits"].items():
        if getattr(prospects[ident], ("notes", "news")[number]) != text:
            yield f"edit {text} of {ident}"
    entries = {entry.prospect_id for entry in do_not_call.read(workbench).entries}
    yield from (f"do not call {ident}" for ident in told["refused"] if ident not in entries)
    fair = existing_list(workbench, "fair")
    emails = {one.email for one in fair.prospects} if fair else set()
    yield from (f"lead {email}" for email in told["imported"] if email not in emails)
    yield from (f"left: {path}" for path in home.rglob("*.damaged-*"))


def race(home: Path, seed: int, seconds: float) -> tuple[list[str], list[dict[str, Any]]]:
    """Let them race; answers what is missing, and what each was told."""
    command = [sys.executable, "-m", "tests.soak.races", "--instance"]
    racing = [
        subprocess.Popen(
            [*command, str(number), "--seed", str(seed), "--seconds", str(seconds), str(home)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        for number in range(INSTANCES)
    ]
    failures, told = [], []
    for process in racing:
        out, err = process.communicate(timeout=seconds + 120)
        if process.returncode:
            failures.append(err)
        else:
            told.append(json.loads(out))
    for number, each in enumerate(told):
        failures += missing(home, each, number)
    return failures, told


def _instance(given: argparse.Namespace) -> None:
    instance = Instance(given.home, given.instance, random.Random(given.seed * 2 + given.instance))
    instance.work(given.seconds)
    names = ("notes", "addenda", "edits", "refused", "imported", "locked")
    print(json.dumps({name: getattr(instance, name) for name in names}))  # noqa: T201


def main() -> None:
    """Race, and say what came of it."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--instance", type=int, help=argparse.SUPPRESS)
    options.add_argument("home", nargs="?", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.instance is not None:
        _instance(given)
        return
    with tempfile.TemporaryDirectory(prefix="callbench-races-") as folder:
        failures, told = race(a_home(Path(folder), people(400)), given.seed, given.seconds)
    for failure in failures[:20]:
        print(failure)  # noqa: T201
    names = ("notes", "addenda", "edits", "refused", "imported")
    counts = {name: sum(len(each[name]) for each in told) for name in names}
    locked = sum(each["locked"] for each in told)
    print(f"{counts}, told {locked} times who holds a file, {len(failures)} failures")  # noqa: T201
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
