"""Lists renamed, put away and brought back, and the one of those added by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from store_records import AT, a_prospect

from callbench.domain.records import CallSession, replace
from callbench.store.errors import StoreError
from callbench.store.list_shelf import (
    BY_HAND,
    add_by_hand,
    archive_list,
    archived_slugs,
    find_slug,
    read_archived,
    rename_list,
    restore_list,
)
from callbench.store.lists import ProspectList, list_slugs, read_list, write_list
from callbench.store.session_file import SessionFile
from callbench.store.workbench import Workbench

THREE = tuple(map(a_prospect, (1, 2, 3)))


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    workbench = Workbench.open(tmp_path / "workbench")
    for slug, title in (("november", "November freight"), ("autumn", "Autumn")):
        write_list(workbench, ProspectList(slug=slug, title=title, imported_at=AT, prospects=THREE))
    return workbench


def test_another_title_is_another_file_with_the_same_people(workbench: Workbench) -> None:
    before = read_list(workbench, "november")
    assert rename_list(workbench, "november", "  Déc  freight ") == "dec-freight"
    assert list_slugs(workbench) == ["autumn", "dec-freight"]
    after = read_list(workbench, "dec-freight")
    assert after == replace(before, slug="dec-freight", title="Déc freight")
    # Only the spelling changes: the file stays where it is.
    assert rename_list(workbench, "dec-freight", "Dec freight") == "dec-freight"
    assert read_list(workbench, "dec-freight").title == "Dec freight"


@pytest.mark.parametrize("title", ["Autumn", " ", ""])
def test_a_name_that_is_taken_or_none_is_refused(workbench: Workbench, title: str) -> None:
    with pytest.raises(StoreError, match=r"another list's file|wants a name"):
        rename_list(workbench, "november", title)
    assert list_slugs(workbench) == ["autumn", "november"]


def test_a_list_that_is_put_away_is_whole_and_comes_back(workbench: Workbench) -> None:
    before = read_list(workbench, "november")
    path = archive_list(workbench, "november")
    assert path == workbench.lists / "archived" / "november.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert (list_slugs(workbench), archived_slugs(workbench)) == (["autumn"], ["november"])
    assert read_archived(workbench) == ([before], [])
    with pytest.raises(StoreError, match="does not exist"):
        archive_list(workbench, "november")
    assert restore_list(workbench, "november") == workbench.lists / "november.json"
    assert read_list(workbench, "november") == before


def test_one_that_was_made_meanwhile_is_not_overwritten(workbench: Workbench) -> None:
    archive_list(workbench, "november")
    write_list(workbench, ProspectList(slug="november", title="New", imported_at=AT))
    with pytest.raises(StoreError, match="rename one of the two"):
        restore_list(workbench, "november")
    with pytest.raises(StoreError, match="rename one of the two"):
        archive_list(workbench, "november")
    assert (read_list(workbench, "november").title, archived_slugs(workbench)) == (
        "New",
        ["november"],
    )


def test_a_session_that_goes_on_keeps_its_lists(workbench: Workbench) -> None:
    session = CallSession(id="s", title="Tue 24 Nov", started_at=AT, lists=("november",))
    file = SessionFile.create(workbench, session)
    for held in (True, False):
        with pytest.raises(StoreError, match="session Tue 24 Nov: end that first"):
            archive_list(workbench, "november")
        with pytest.raises(StoreError, match="end that first"):
            rename_list(workbench, "november", "December")
        if held:
            file.close()
    archive_list(workbench, "autumn")
    file = SessionFile.open(file.path)
    file.put_session(replace(session, ended_at=AT))
    file.close()
    archive_list(workbench, "november")


def test_a_damaged_one_is_said_and_the_others_are_read(workbench: Workbench) -> None:
    archive_list(workbench, "november")
    archive_list(workbench, "autumn").write_text("{")
    lists, (problem,) = read_archived(workbench)
    assert [entry.slug for entry in lists] == ["november"]
    assert problem.path.name == "autumn.json"


def test_a_list_goes_by_its_file_and_by_its_title(workbench: Workbench) -> None:
    assert find_slug(workbench, "november") == "november"
    assert find_slug(workbench, "NOVEMBER freight") == "november"
    with pytest.raises(StoreError, match='no list "nope"; there are: autumn, november'):
        find_slug(workbench, "nope")
    with pytest.raises(StoreError, match="there are: none"):
        find_slug(workbench, "nope", archived=True)
    write_list(workbench, ProspectList(slug="other", title="autumn!", imported_at=AT))
    assert find_slug(workbench, "autumn") == "autumn"
    with pytest.raises(StoreError, match='"Autumn" is 2 lists'):
        find_slug(workbench, "Autumn")


def test_those_added_by_hand_have_a_list_of_their_own(workbench: Workbench) -> None:
    for prospect in (*THREE[:2], THREE[0]):
        add_by_hand(workbench, prospect, AT)
    found = read_list(workbench, BY_HAND)
    assert (found.title, found.prospects) == ("By hand", THREE[:2])
