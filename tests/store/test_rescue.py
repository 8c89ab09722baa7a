"""What was written elsewhere is found again and taken in: all of it, once, over nobody's change."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from rescued_bench import FULL, SHUT, Refusing, a_file, elsewhere, rescued
from store_records import AT, DANA, a_call, a_session

from callbench.domain.records import Addendum, Answer, Call, replace
from callbench.store import atomic
from callbench.store.errors import Damaged, Locked, StoreError
from callbench.store.rescue.files import rescued_files
from callbench.store.rescue.places import BEGIN, put_elsewhere, remember, rescued_paths
from callbench.store.rescue.taking import TakenIn, has_news, offered, take_in
from callbench.store.session_file import SessionFile
from callbench.store.session_names import session_paths
from callbench.store.sessions import read_session
from callbench.store.workbench import Workbench
from callbench.store.writer import SessionWriter

HOUR = timedelta(hours=1)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return elsewhere(tmp_path, monkeypatch)


@pytest.fixture
def bench(home: Path) -> Workbench:
    return Workbench.open(home / "bench")


def notes(path: Path) -> dict[str, str]:
    return {call.id: call.note for call in read_session(path).calls}


def names(bench: Workbench) -> list[str]:
    return [rescued.path.name for rescued in offered(bench)]


# ---------------------------------------------------------------------- places


def test_the_first_place_that_takes_it_and_where_it_was_is_known(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Path] = []

    def only_temporary(path: Path) -> None:
        tried.append(path.parent)
        if path.parent == home:
            raise FULL
        path.write_text("{}")

    path = put_elsewhere(only_temporary)
    assert path is not None
    assert tried == [home, home.parent / "tmp"]
    assert rescued_paths() == [path]
    # Another shell may have another folder for temporary files.
    (home / "other").mkdir()
    monkeypatch.setenv("TMPDIR", str(home / "other"))
    assert rescued_paths() == [path]
    path.unlink()
    assert rescued_paths() == []


def test_where_it_was_is_found_by_name_once_the_cache_is_gone(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put_elsewhere(lambda path: path.write_text("{}"))
    monkeypatch.setenv("CALLBENCH_CACHE", str(home / "another cache"))
    assert rescued_paths() == [path]


def test_without_a_folder_of_ones_own_for_temporary_files_a_lasting_one_comes_first(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[Path] = []

    def refused(path: Path) -> None:
        tried.append(path.parent)
        raise FULL

    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.delenv(name, raising=False)
    assert put_elsewhere(refused) is None
    assert tried == [home, Path("/var/tmp"), Path("/tmp")]


def test_no_place_at_all(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: Path) -> None:
        raise StoreError(home, "disk full")

    assert put_elsewhere(refused) is None
    Refusing(monkeypatch, FULL, home.parent)
    remember(home / "anywhere.json")
    assert rescued_paths() == []


@pytest.mark.skipif(os.name == "nt", reason="no such links")
def test_what_somebody_else_laid_there_is_left_alone(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / f"{BEGIN}link.json").symlink_to(home / "bench")
    (home / f"{BEGIN}folder.json").mkdir()
    assert rescued_paths() == []
    (home / f"{BEGIN}theirs.json").write_text("{}")
    monkeypatch.setattr(os, "getuid", lambda: os.geteuid() + 1)
    assert rescued_paths() == []


# ---------------------------------------------------------------------- whose it is


def test_it_is_offered_to_its_own_workbench_alone(home: Path, bench: Workbench) -> None:
    to = rescued(a_file(bench, a_call(1)), home / f"{BEGIN}a.json", a_call(1, note="typed"))
    other = Workbench.open(home / "other")
    a_file(other, a_call(1))
    assert names(bench) == [to.name]
    assert names(other) == []


def test_a_workbench_that_got_another_name_is_known_by_its_session(
    home: Path, bench: Workbench
) -> None:
    to = rescued(a_file(bench, a_call(1)), home / f"{BEGIN}a.json", a_call(1, note="typed"))
    bench.root.rename(home / "moved")
    assert names(Workbench.open(home / "moved")) == [to.name]
    assert names(Workbench.open(home / "stranger")) == []


def test_a_copy_made_by_hand_is_known_by_its_session(home: Path, bench: Workbench) -> None:
    path = a_file(bench, a_call(1, note="she"))
    document = json.loads(path.read_bytes())
    document["calls"]["1"]["note"] = "she is in"
    to = home / f"{BEGIN}by-hand.json"
    to.write_text(json.dumps(document))
    assert names(bench) == [to.name]
    assert names(Workbench.open(home / "stranger")) == []
    take_in(bench, to)
    assert notes(path) == {"call-1": "she is in"}


def test_what_is_no_rescued_file_is_named_and_left_alone(home: Path, bench: Workbench) -> None:
    for number, text in enumerate(("{", '{"session": {}}', '{"rescued": {"1": {"home": 1}}}')):
        (home / f"{BEGIN}{number}.json").write_text(text)
    found, errors = rescued_files(bench)
    assert (found, len(errors)) == ([], 3)
    assert offered(bench) == []


def test_one_whose_folder_cant_even_be_looked_for_is_named(home: Path, bench: Workbench) -> None:
    to = rescued(a_file(bench, a_call(1)), home / f"{BEGIN}a.json", a_call(1, note="typed"))
    document = json.loads(to.read_bytes())
    document["rescued"]["1"]["home"] = f"/{'x' * 300}"
    to.write_text(json.dumps(document))
    found, errors = rescued_files(bench)
    assert (found, [str(error) for error in errors]) == ([], [f"{to}: file name too long"])


# ---------------------------------------------------------------------- taking a session in


def test_a_session_that_was_never_on_the_disk(home: Path, bench: Workbench) -> None:
    to = home / f"{BEGIN}a.json"
    with pytest.MonkeyPatch.context() as patch:
        Refusing(patch, FULL, bench.root)
        writer = SessionWriter(SessionFile.new(bench, a_session()), session=a_session())
        writer.put_call(a_call(1, note="typed"))
        assert not writer.close()
        writer.rescue(to)
    assert not session_paths(bench)
    assert names(bench) == [to.name]
    assert take_in(bench, to) == TakenIn(calls=1)
    (path,) = session_paths(bench)
    assert path.name == "2026-11-24T0900.json"
    assert (read_session(path).session, notes(path)) == (a_session(), {"call-1": "typed"})
    assert "rescued" not in json.loads(path.read_bytes())
    assert not to.exists()


def test_a_session_that_was_partly_saved_goes_on_where_it_was(home: Path, bench: Workbench) -> None:
    path = a_file(bench, a_call(1, note="one\ntwo"), a_call(2, note="stays"), a_call(3))
    frame = a_session(drafts={"omar": "ask for Lena"})
    changed = a_call(1, note="one, mended\ntwo", disposition="interested")
    new = a_call(4, note="four")
    to = rescued(path, home / f"{BEGIN}a.json", changed, new, session=frame, removed=("call-3",))
    (found,) = offered(bench)
    assert found.head.reason == "disk full"
    assert [call.id for call in (found.stored and found.stored.calls) or ()] == [
        "call-1",
        "call-2",
        "call-4",
    ]
    assert take_in(bench, to) == TakenIn(calls=3)
    stored = read_session(path)
    assert stored.session == frame
    assert stored.calls == (changed, a_call(2, note="stays"), new)
    assert session_paths(bench) == [path]
    assert not list(bench.sessions.glob("*.conflict-*"))


def test_what_was_done_in_the_workbench_since_stays(home: Path, bench: Workbench) -> None:
    path = a_file(bench, a_call(1, note="one"), a_call(2, note="two"))
    to = rescued(path, home / f"{BEGIN}a.json", a_call(1, note="one more"))
    file = SessionFile.open(path)
    since = a_call(2, note="two, later", addenda=(Addendum(at=AT, text="she mailed"),))
    file.apply(a_session(ended_at=AT), (since, a_call(3, note="three")), ())
    file.close()
    take_in(bench, to)
    assert notes(path) == {"call-1": "one more", "call-2": "two, later", "call-3": "three"}
    assert read_session(path).calls[1] == since
    assert read_session(path).session.ended_at == AT + timedelta(minutes=3), "it covers its calls"


@pytest.mark.parametrize("longer", ["here", "there"])
def test_both_went_on_with_a_call_and_one_has_all_of_the_other(
    home: Path, bench: Workbench, longer: str
) -> None:
    path = a_file(bench, a_call(1, note="she"))
    said = Addendum(at=AT, text="she mailed")
    less = a_call(1, note="she is", addenda=(said,))
    more = a_call(
        1,
        note="she is in",
        answers={"certain": Answer(answer="yes")},
        addenda=(Addendum(at=AT + HOUR, text="and called"),),
    )
    ours, theirs = (more, less) if longer == "here" else (less, more)
    to = rescued(path, home / f"{BEGIN}a.json", theirs)
    file = SessionFile.open(path)
    file.put_call(ours)
    file.close()
    assert take_in(bench, to).kept == ""
    (call,) = read_session(path).calls
    assert call == replace(more, addenda=(said, *more.addenda))
    assert not to.exists()


def test_both_went_on_with_a_call_each_in_its_way(home: Path, bench: Workbench) -> None:
    path = a_file(bench, a_call(1, note="she"))
    to = rescued(path, home / f"{BEGIN}a.json", a_call(1, note="she is in"), a_call(2, note="new"))
    whole = to.read_bytes()
    file = SessionFile.open(path)
    file.put_call(a_call(1, note="she is out"))
    file.close()
    taken = take_in(bench, to)
    assert taken == TakenIn(calls=1, kept="2026-11-24T0900.conflict-1.json")
    assert notes(path) == {"call-1": "she is out", "call-2": "new"}
    assert (bench.sessions / taken.kept).read_bytes() == whole
    assert not to.exists()


def test_drafts_of_both_are_joined(home: Path, bench: Workbench) -> None:
    drafts = {"omar": "ask", "lena": "tell", "dana": "said"}
    path = a_file(bench, drafts=drafts)
    frame = a_session(drafts={**drafts, "omar": "ask for it", "lena": "tell all", "dana": "said"})
    to = rescued(path, home / f"{BEGIN}a.json", session=frame)
    file = SessionFile.open(path)
    # Dana's became a note when she was dialled.
    dana = replace(DANA, id="dana")
    file.apply(
        a_session(drafts={"omar": "ask", "lena": "never mind"}),
        (a_call(1, prospect=dana, note="said and done"),),
        (),
    )
    file.close()
    take_in(bench, to)
    assert read_session(path).session.drafts == {
        "omar": "ask for it",
        "lena": "never mind\ntell all",
    }


def test_two_of_one_session_the_newer_first(home: Path, bench: Workbench) -> None:
    path = a_file(bench, a_call(1, note="a"))
    rescued(path, home / f"{BEGIN}1.json", a_call(1, note="a b"))
    rescued(path, home / f"{BEGIN}2.json", a_call(1, note="a b, c"), a_call(2, note="d"))
    earlier = json.loads((home / f"{BEGIN}1.json").read_bytes())
    earlier["rescued"]["1"]["at"] = AT.isoformat()
    (home / f"{BEGIN}1.json").write_text(json.dumps(earlier))
    found = offered(bench)
    assert [one.path.name for one in found] == [f"{BEGIN}2.json", f"{BEGIN}1.json"]
    for one in found:
        take_in(bench, one.path)
    assert notes(path) == {"call-1": "a b, c", "call-2": "d"}
    assert not list(bench.sessions.glob("*.conflict-*"))
    assert rescued_paths() == []


def test_two_of_two_sessions(home: Path, bench: Workbench) -> None:
    first = a_file(bench, a_call(1))
    second = a_file(bench, a_call(2), id="other", started_at=AT + HOUR)
    rescued(first, home / f"{BEGIN}1.json", a_call(1, note="a"))
    rescued(second, home / f"{BEGIN}2.json", a_call(2, note="b"))
    for one in offered(bench):
        take_in(bench, one.path)
    assert (notes(first), notes(second)) == ({"call-1": "a"}, {"call-2": "b"})


def test_what_is_all_there_already_is_not_offered_and_adds_nothing(
    home: Path, bench: Workbench
) -> None:
    path = a_file(bench, a_call(1))
    to = rescued(path, home / f"{BEGIN}a.json", a_call(1, note="typed"))
    kept = to.read_bytes()
    take_in(bench, to)
    whole = path.read_bytes()
    to.write_bytes(kept)
    assert offered(bench) == []
    assert take_in(bench, to) == TakenIn()
    assert path.read_bytes() == whole
    assert not to.exists()


def test_a_contradiction_is_kept_once(home: Path, bench: Workbench) -> None:
    path = a_file(bench, a_call(1, note="she"))
    to = rescued(path, home / f"{BEGIN}a.json", a_call(1, note="she is in"))
    kept = to.read_bytes()
    file = SessionFile.open(path)
    file.put_call(a_call(1, note="she is out"))
    file.close()
    take_in(bench, to)
    to.write_bytes(kept)
    assert offered(bench) == []
    take_in(bench, to)
    assert len(list(bench.sessions.glob("*.conflict-*"))) == 1


# ---------------------------------------------------------------------- what hinders it


@pytest.mark.parametrize("error", [FULL, SHUT])
def test_a_workbench_that_refuses_still(home: Path, bench: Workbench, error: OSError) -> None:
    path = a_file(bench, a_call(1))
    to = rescued(path, home / f"{BEGIN}a.json", a_call(1, note="typed"))
    before, kept = path.read_bytes(), to.read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        Refusing(patch, error, bench.root)
        with pytest.raises(StoreError, match=r"disk full|read-only"):
            take_in(bench, to)
    assert (path.read_bytes(), to.read_bytes()) == (before, kept)
    assert names(bench) == [to.name]
    take_in(bench, to)
    assert notes(path) == {"call-1": "typed"}


def test_a_session_that_somebody_goes_on_with_is_left_to_them(home: Path, bench: Workbench) -> None:
    path = a_file(bench, a_call(1))
    to = rescued(path, home / f"{BEGIN}a.json", a_call(1, note="typed"))
    (found,) = offered(bench)
    running = SessionFile.open(path)
    try:
        assert not has_news(bench, found)
        with pytest.raises(Locked):
            take_in(bench, to)
    finally:
        running.close()
    assert names(bench) == [to.name]


def test_a_damaged_session_is_repaired_first(home: Path, bench: Workbench) -> None:
    path = a_file(bench, a_call(1))
    to = rescued(path, home / f"{BEGIN}a.json", a_call(1, note="typed"))
    whole = path.read_bytes()
    path.write_bytes(whole[:80])
    with pytest.raises(Damaged):
        take_in(bench, to)
    assert session_paths(bench) == [path]
    assert to.exists()
    path.write_bytes(whole)
    take_in(bench, to)
    assert notes(path) == {"call-1": "typed"}


def test_a_rescued_file_that_cant_be_removed_is_told(
    home: Path, bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_file(bench, a_call(1))
    to = rescued(path, home / f"{BEGIN}a.json", a_call(1, note="typed"))
    unlink = Path.unlink

    def refused(self: Path, missing_ok: bool = False) -> None:
        if self == to:
            raise SHUT
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", refused)
    (problem,) = take_in(bench, to).refused
    assert "is taken in, and can't be removed: folder is read-only" in problem
    assert notes(path) == {"call-1": "typed"}
    assert offered(bench) == []


def a_broken_take(bench: Workbench, to: Path, at: int) -> bool:
    """Take in on a machine that stops at the n-th write or removal; whether it got through."""
    left = at

    class PowerCut(BaseException):
        pass

    def counted(real: object) -> object:
        assert callable(real)

        def step(*args: object, **more: object) -> object:
            nonlocal left
            left -= 1
            if left < 0:
                raise PowerCut
            return real(*args, **more)

        return step

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(atomic, "_put_in_place", counted(atomic._put_in_place))
        patch.setattr(Path, "unlink", counted(Path.unlink))
        try:
            take_in(bench, to)
        except PowerCut:
            return False
    return True


def test_cut_off_anywhere_it_comes_to_the_same(home: Path, tmp_path: Path) -> None:
    results: list[tuple[tuple[Call, ...], int]] = []
    for at in range(20):
        bench = Workbench.open(tmp_path / f"bench-{at}")
        path = a_file(bench, a_call(1, note="she"), a_call(2))
        to = rescued(
            path, home / f"{BEGIN}a.json", a_call(1, note="she is in"), a_call(2, note="two")
        )
        file = SessionFile.open(path)
        file.put_call(a_call(1, note="she is out"))
        file.close()
        done = a_broken_take(bench, to, at)
        if to.exists():
            take_in(bench, to)
        asides = len([one for one in bench.sessions.glob("*.conflict-*") if one.stat().st_size])
        results.append((read_session(path).calls, asides))
        if done:
            break
    assert done
    assert results == results[:1] * len(results)
