"""Long lists: read thriftily, and changed document by document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from store_records import AT, a_prospect

from callbench.domain.records import Prospect, replace
from callbench.store.errors import Damaged, NewerFormat, StoreError
from callbench.store.lists import ProspectList, read_list, write_list
from callbench.store.long_lists import Head, Revision, outline_of, read_long_list, revise_list
from callbench.store.workbench import Workbench

THREE = tuple(a_prospect(n, country="Spain", extra={"Stage": "Lead"}) for n in (1, 2, 3))
HEAD = Head(slug="nov", title="November", imported_at=AT)


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    return Workbench.open(tmp_path / "home")


def write(workbench: Workbench, *prospects: Prospect) -> Path:
    made = ProspectList(slug="nov", title="Nov", imported_at=AT, prospects=prospects)
    return write_list(workbench, made)


def test_it_is_read_as_any_other_and_has_equal_texts_once(workbench: Workbench) -> None:
    write(workbench, *THREE)
    found = read_long_list(workbench, "nov")
    assert found == read_list(workbench, "nov")
    first, second, _ = found.prospects
    assert first.country is second.country
    assert first.extra["Stage"] is second.extra["Stage"]


def test_it_is_cleaned_and_checked_as_any_other(workbench: Workbench) -> None:
    path = write(workbench, a_prospect(1, name="Dana\x1b[31m"))
    assert read_long_list(workbench, "nov") == read_list(workbench, "nov")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert read_long_list(workbench, "nov") == read_list(workbench, "nov")
    for wrong in ({"priority": 10**30}, {"name": 5}):
        write(workbench, a_prospect(2))
        document = json.loads(path.read_bytes())
        document["prospects"]["1"] |= wrong
        path.write_text(json.dumps(document))
        with pytest.raises(Damaged, match=f'document 1, field "{next(iter(wrong))}"'):
            read_long_list(workbench, "nov")
        path.unlink()
    with pytest.raises(StoreError, match="does not exist"):
        read_long_list(workbench, "nov")


def test_an_outline_has_the_head_and_who_is_on_it(workbench: Workbench) -> None:
    write(workbench, *THREE)
    outline = outline_of(workbench, "nov")
    assert (outline.slug, outline.head.title) == ("nov", "Nov")
    assert outline.ids == {prospect.id for prospect in THREE}


def test_a_list_is_revised(workbench: Workbench) -> None:
    write(workbench, *THREE)
    one, two, three = THREE
    four = a_prospect(4)

    def revised(prospect: Prospect) -> Prospect | None:
        return None if prospect == one else replace(prospect, notes="called")

    def revision(head: Head | None) -> Revision:
        assert head is not None
        assert head.title == "Nov"
        return Revision(HEAD, {one.id, three.id}, revised, [four])

    revise_list(workbench, "nov", revision)
    found = read_list(workbench, "nov")
    assert found.title == "November"
    assert found.prospects == (two, replace(three, notes="called"), four)


def test_it_is_made_where_there_is_none(workbench: Workbench) -> None:
    revise_list(workbench, "nov", lambda head: Revision(HEAD, added=THREE if head is None else ()))
    assert read_list(workbench, "nov").prospects == THREE


def test_what_a_newer_version_added_is_kept(workbench: Workbench) -> None:
    path = write(workbench, *THREE)
    document = json.loads(path.read_bytes())
    document["prospects"]["1"]["mood"] = document["list"]["1"]["colour"] = "red"
    document["prospects"]["2"]["mood"] = "blue"
    path.write_text(json.dumps(document | {"more": {"1": {"a": 1}}}))
    added = {THREE[0].id}
    revise_list(workbench, "nov", lambda _: Revision(HEAD, added, lambda one: one))
    after = json.loads(path.read_bytes())
    assert [one.get("mood") for one in after["prospects"].values()] == ["red", "blue", None]
    assert (after["list"]["1"]["colour"], after["more"]) == ("red", {"1": {"a": 1}})


def test_a_damaged_or_newer_list_is_not_revised(workbench: Workbench) -> None:
    path = write(workbench, *THREE)
    good = path.read_bytes()
    newer = good.replace(b'"format": 1', b'"format": 2')
    wrong = good.replace(b'"priority": 0', b'"priority": "high"')
    for content, error in ((b"{", Damaged), (newer, NewerFormat), (wrong, Damaged)):
        path.write_bytes(content)
        with pytest.raises(error):
            revise_list(
                workbench,
                "nov",
                lambda _: Revision(HEAD, {one.id for one in THREE}, lambda one: one),
            )
        assert path.read_bytes() == content
