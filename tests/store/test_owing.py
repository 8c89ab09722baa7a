"""What one file or another refuses is owed: tried again, put elsewhere at the end, paid once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from rescued_bench import FULL, SHUT, Refusing, a_file, elsewhere
from store_records import AT, DANA, a_call, a_prospect, until

from callbench.domain.records import Addendum, Prospect, replace
from callbench.store import do_not_call
from callbench.store.lists import ProspectList, list_path, read_list, write_list
from callbench.store.rescue import owing
from callbench.store.rescue.debts import (
    Debt,
    OwedAddendum,
    OwedChange,
    OwedNewcomer,
    OwedPermission,
    OwedRefusal,
)
from callbench.store.rescue.files import rescued_files
from callbench.store.rescue.owing import Owing
from callbench.store.rescue.places import rescued_paths
from callbench.store.rescue.taking import TakenIn, offered, take_in
from callbench.store.session_file import SessionFile
from callbench.store.sessions import read_session
from callbench.store.workbench import Workbench

PRIYA = a_prospect(1)
SAID = Addendum(at=AT, text="she mailed")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return elsewhere(tmp_path, monkeypatch)


@pytest.fixture
def bench(home: Path) -> Workbench:
    workbench = Workbench.open(home / "bench")
    people = (PRIYA, a_prospect(2))
    write_list(workbench, ProspectList(slug="nov", title="Nov", imported_at=AT, prospects=people))
    a_file(workbench, a_call(1), ended_at=AT)
    return workbench


@pytest.fixture
def owed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Owing]:
    monkeypatch.setattr(owing, "EVERY", 0.01)
    found = Owing()
    yield found
    for debt in found.debts:
        found.withdraw(debt.slot)
    found.close()


def a_line(text: str = "she mailed") -> OwedAddendum:
    return OwedAddendum(
        session="s" * 32,
        file="2026-11-24T0900.json",
        call="call-1",
        prospect=DANA,
        addendum=replace(SAID, text=text),
    )


def researched(notes: str, base: Prospect = PRIYA) -> OwedChange:
    return OwedChange(slug="nov", prospect=replace(base, notes=notes), base=base)


def everything() -> tuple[Debt, ...]:
    """One of each, in an order in which they can be paid."""
    new = a_prospect(7)
    return (
        a_line(),
        researched("ships by night"),
        OwedNewcomer(prospect=new, at=AT),
        OwedChange(slug="by-hand", prospect=replace(new, reason="referred"), base=new),
        OwedRefusal(prospect=a_prospect(2), at=AT),
        OwedRefusal(prospect=a_prospect(9), at=AT),
    )


def lines(bench: Workbench) -> list[str]:
    (call,) = read_session(bench.sessions / "2026-11-24T0900.json").calls
    return [entry.text for entry in call.addenda]


def known(bench: Workbench, slug: str = "nov") -> Prospect:
    return read_list(bench, slug).prospects[0]


def check_all_written(bench: Workbench) -> None:
    assert lines(bench) == ["she mailed"]
    assert known(bench).notes == "ships by night"
    assert known(bench, "by-hand").reason == "referred"
    refused = do_not_call.read(bench)
    assert len(refused.entries) == 2
    assert refused.refuses(replace(a_prospect(2), id="another"))


def test_what_can_be_written_is_written_at_once(bench: Workbench, owed: Owing) -> None:
    for debt in everything():
        assert owed.pay(bench, debt) == ""
    assert owed.debts == ()
    check_all_written(bench)


@pytest.mark.parametrize("error", [FULL, SHUT])
def test_what_is_refused_is_written_once_it_can_be(
    bench: Workbench, owed: Owing, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    disk = Refusing(monkeypatch, error, bench.root)
    told: list[Debt] = []
    owed.listen(told.append)
    for debt in everything():
        assert owed.pay(bench, debt)
    assert owed.reason in {"disk full", "permission denied"}
    assert owed.debts == everything()
    assert owed.about(a_line().slot) == a_line()
    disk.gives_in()
    assert until(lambda: not owed.debts)
    assert until(lambda: tuple(told) == everything())
    check_all_written(bench)
    assert owed.close() == []
    assert rescued_paths() == []


def test_what_is_refused_to_the_end_is_taken_in_by_the_next_start(
    bench: Workbench, owed: Owing
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        Refusing(patch, FULL, bench.root)
        for debt in everything():
            owed.pay(bench, debt)
        (word,) = owed.close()
        assert owed.close() == []
    (path,) = rescued_paths()
    assert f"kept in {path}, and the next start offers it: " in word
    assert "Priya Nair 1, list nov" in word
    (found,) = offered(bench)
    assert (found.stored, found.debts) == (None, everything())
    assert take_in(bench, path) == TakenIn(debts=6)
    check_all_written(bench)
    assert rescued_paths() == []


def test_two_workbenches_and_no_place_elsewhere(home: Path, bench: Workbench, owed: Owing) -> None:
    other = Workbench.open(home / "other")
    with pytest.MonkeyPatch.context() as patch:
        Refusing(patch, FULL, home.parent)
        owed.pay(bench, a_line())
        owed.pay(other, OwedNewcomer(prospect=PRIYA, at=AT))
        assert [word.split(":")[1:] for word in owed.close()] == [
            [" NOT WRITTEN", " Dana Whitfield, a line for a past call", " disk full"],
            [" NOT WRITTEN", " Priya Nair 1, new on list by-hand", " disk full"],
        ]


def test_a_later_word_about_the_same_takes_the_place_of_the_first(
    bench: Workbench, owed: Owing, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Refusing(monkeypatch, FULL, bench.root)
    owed.pay(bench, a_line("she mail"))
    owed.pay(bench, researched("one"))
    owed.pay(bench, OwedRefusal(prospect=PRIYA, at=AT))
    owed.pay(bench, a_line("she mailed"))
    # The rep sees their own first change, and goes on from it.
    owed.pay(bench, researched("two", replace(PRIYA, notes="one")))
    owed.owe(bench, OwedPermission(prospect=PRIYA), "disk full")
    assert len(owed.debts) == 3
    disk.gives_in()
    assert until(lambda: not owed.debts)
    assert (lines(bench), known(bench).notes) == (["she mailed"], "two")
    assert do_not_call.read(bench).entries == ()


def test_what_is_withdrawn_is_not_written(
    bench: Workbench, owed: Owing, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Refusing(monkeypatch, FULL, bench.root)
    owed.pay(bench, a_line())
    assert owed.withdraw(a_line().slot) == a_line()
    assert owed.withdraw(a_line().slot) is None
    disk.gives_in()
    assert owed.close() == []
    assert lines(bench) == []


def test_what_is_being_written_is_withdrawn_no_more(
    bench: Workbench, owed: Owing, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Refusing(monkeypatch, FULL, bench.root)
    owed.pay(bench, a_line())
    write, began, may_end = OwedAddendum.pay, Event(), Event()

    def slowly(debt: OwedAddendum, workbench: Workbench) -> None:
        began.set()
        assert may_end.wait(10)
        write(debt, workbench)

    monkeypatch.setattr(OwedAddendum, "pay", slowly)
    disk.gives_in()
    assert began.wait(10)
    assert owed.withdraw(a_line().slot) is None
    may_end.set()
    assert until(lambda: not owed.debts)
    assert lines(bench) == ["she mailed"]


def test_what_is_withdrawn_while_callbench_leaves_holds_up_nothing_else(
    home: Path, bench: Workbench, owed: Owing, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Refusing(monkeypatch, FULL, bench.root)
    owed.pay(bench, a_line())
    owed.pay(bench, researched("ships by night"))

    def withdrawn(debt: OwedAddendum, workbench: Workbench) -> None:
        owed.withdraw(researched("").slot)
        disk.gives_in()
        raise FULL

    monkeypatch.setattr(OwedAddendum, "pay_late", withdrawn)
    (word,) = owed.close()
    assert word.endswith("offers it: Dana Whitfield, a line for a past call")
    assert known(bench).notes == PRIYA.notes


def test_a_session_that_somebody_writes_takes_it_afterwards(bench: Workbench, owed: Owing) -> None:
    running = SessionFile.open(bench.sessions / "2026-11-24T0900.json")
    assert "still running" in owed.pay(bench, a_line())
    running.put_call(a_call(2))
    running.close()
    assert until(lambda: not owed.debts)
    first, _ = read_session(running.path).calls
    assert first.addenda == (SAID,)


def test_a_write_that_failed_only_at_its_end_is_not_repeated(bench: Workbench, owed: Owing) -> None:
    owed.pay(bench, a_line())
    owed.pay(bench, a_line())
    assert lines(bench) == ["she mailed"]


def test_what_both_have_changed_is_joined_and_no_word_goes(bench: Workbench, owed: Owing) -> None:
    changed = replace(PRIYA, notes="ships by night", reason="rates", tags=("ours",), news="moved")
    with pytest.MonkeyPatch.context() as patch:
        Refusing(patch, FULL, bench.root)
        owed.pay(bench, OwedChange(slug="nov", prospect=changed, base=PRIYA))
        owed.close()
    theirs = replace(PRIYA, notes="has two sites", reason="tariff", tags=("theirs",), title="CFO")
    OwedChange(slug="nov", prospect=theirs, base=PRIYA).pay(bench)
    (found,) = offered(bench)
    assert take_in(bench, found.path).debts == 1
    now = known(bench)
    assert (now.reason, now.tags, now.title, now.news) == ("tariff", ("theirs",), "CFO", "moved")
    assert now.notes == "has two sites\nships by night\nreason: rates\ntags: ours"


def test_what_has_no_place_any_more_stays_where_it_is(bench: Workbench, owed: Owing) -> None:
    with pytest.MonkeyPatch.context() as patch:
        Refusing(patch, FULL, bench.root)
        for debt in everything():
            owed.pay(bench, debt)
        owed.close()
    (path,) = rescued_paths()
    gone = list_path(bench, "nov")
    whole = gone.read_bytes()
    gone.unlink()
    taken = take_in(bench, path)
    assert taken.debts == 5
    assert [problem.partition(": ")[0] for problem in taken.refused] == ["Priya Nair 1, list nov"]
    ((found,), _) = rescued_files(bench)
    assert found.debts == (researched("ships by night"),)
    gone.write_bytes(whole)
    assert take_in(bench, path) == TakenIn(debts=1)
    check_all_written(bench)
