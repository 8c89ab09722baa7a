"""Lists: round trips, what a newer version wrote, edits of one prospect, and names of files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_records import AT, a_prospect
from tinydb import TinyDB

from callbench.domain.records import Prospect, replace
from callbench.store.errors import ChangedOutside, Damaged, NewerFormat, StoreError
from callbench.store.lists import (
    ProspectList,
    list_slugs,
    read_list,
    read_lists,
    remove_list,
    slug_of,
    update_prospect,
    write_list,
)
from callbench.store.workbench import Workbench

THREE = tuple(map(a_prospect, (1, 2, 3)))


@pytest.fixture
def workbench(tmp_path: Path) -> Workbench:
    return Workbench.open(tmp_path / "workbench")


def a_list(*prospects: Prospect, slug: str = "november-freight") -> ProspectList:
    return ProspectList(
        slug=slug,
        title="November freight",
        source="leads.csv",
        imported_at=AT,
        region="GB",
        prospects=prospects,
        undo="batch-1",
    )


def test_what_is_written_is_read_again(workbench: Workbench) -> None:
    rich = a_prospect(4, tags=("freight", "re-quotes"), extra={"Lead score": "7"}, do_not_call=True)
    path = write_list(workbench, a_list(*THREE, rich))
    assert path == workbench.lists / "november-freight.json"
    assert read_list(workbench, "november-freight") == a_list(*THREE, rich)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(workbench.lists.glob("*.json")) == [path]


def test_plain_tinydb_reads_it(workbench: Workbench) -> None:
    with TinyDB(write_list(workbench, a_list(*THREE)), encoding="utf-8") as plain:
        assert [item["id"] for item in plain.table("prospects")] == [item.id for item in THREE]
        (head,) = plain.table("list").all()
    assert (head["format"], head["imported_at"]) == (1, "2026-11-24T09:00:03+00:00")


def test_writing_over_a_list_keeps_what_a_newer_version_added(workbench: Workbench) -> None:
    path = write_list(workbench, a_list(*THREE))
    raw = json.loads(path.read_bytes())
    raw["prospects"]["2"]["mood"] = "good"
    raw["list"]["1"]["colour"] = "red"
    raw["views"] = {"1": {"sort": "name"}}
    path.write_text(json.dumps(raw))
    write_list(workbench, a_list(THREE[1], THREE[0]))
    after = json.loads(path.read_bytes())
    assert [item.get("mood") for item in after["prospects"].values()] == ["good", None]
    assert (after["list"]["1"]["colour"], after["views"]) == ("red", {"1": {"sort": "name"}})


def test_one_prospect_is_edited_and_the_rest_stays(workbench: Workbench) -> None:
    path = write_list(workbench, a_list(*THREE))
    raw = json.loads(path.read_bytes())
    raw["prospects"]["2"]["mood"] = "good"
    path.write_text(json.dumps(raw))
    changed = replace(THREE[1], reason="rates change", extra={"a": "b"})
    update_prospect(workbench, "november-freight", changed, base=THREE[1])
    assert read_list(workbench, "november-freight").prospects == (THREE[0], changed, THREE[2])
    assert json.loads(path.read_bytes())["prospects"]["2"]["mood"] == "good"


def test_an_edit_leaves_what_somebody_else_changed_meanwhile(workbench: Workbench) -> None:
    write_list(workbench, a_list(*THREE))
    theirs = replace(THREE[1], phone="+442079460099")
    update_prospect(workbench, "november-freight", theirs)
    ours = replace(THREE[1], notes="x", tags=("freight",), extra={"a": "b"})
    update_prospect(workbench, "november-freight", ours, base=THREE[1])
    kept = read_list(workbench, "november-freight").prospects[1]
    assert kept == replace(ours, phone=theirs.phone)


def test_an_edit_of_the_field_that_somebody_else_changed_is_refused(workbench: Workbench) -> None:
    write_list(workbench, a_list(*THREE))
    theirs = replace(THREE[1], notes="theirs", tags=("cold",))
    update_prospect(workbench, "november-freight", theirs)
    for ours in (replace(THREE[1], notes="ours"), replace(THREE[1], tags=("freight",))):
        with pytest.raises(ChangedOutside):
            update_prospect(workbench, "november-freight", ours, base=THREE[1])
    update_prospect(workbench, "november-freight", theirs, base=THREE[1])
    assert read_list(workbench, "november-freight").prospects[1] == theirs


def test_what_is_gone_cannot_be_edited_or_removed(workbench: Workbench) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        update_prospect(workbench, "november-freight", THREE[0])
    with pytest.raises(StoreError, match="does not exist"):
        remove_list(workbench, "november-freight")
    write_list(workbench, a_list(THREE[0]))
    with pytest.raises(StoreError, match='has no prospect "Priya Nair 2" any more'):
        update_prospect(workbench, "november-freight", THREE[1])
    remove_list(workbench, "november-freight")
    assert list_slugs(workbench) == []


def test_a_damaged_or_newer_list_is_never_written_over(workbench: Workbench) -> None:
    path = write_list(workbench, a_list(*THREE))
    newer = path.read_bytes().replace(b'"format": 1', b'"format": 2')
    for content, error in ((b"{", Damaged), (newer, NewerFormat)):
        path.write_bytes(content)
        with pytest.raises(error):
            write_list(workbench, a_list(THREE[0]))
        with pytest.raises(error):
            update_prospect(workbench, "november-freight", THREE[0])
        assert path.read_bytes() == content


def test_one_damaged_list_does_not_keep_the_others_from_being_read(workbench: Workbench) -> None:
    write_list(workbench, a_list(*THREE))
    (workbench.lists / "bad.json").write_text('{"list": {"1": {"imported_at": 5}}}')
    lists, errors = read_lists(workbench)
    assert [found.slug for found in lists] == ["november-freight"]
    assert 'table "list", document 1, field "imported_at"' in str(errors[0])
    assert read_lists(workbench, ["november-freight"]) == (lists, [])


def test_a_file_renamed_by_hand_goes_by_its_new_name(workbench: Workbench) -> None:
    write_list(workbench, a_list(*THREE)).rename(workbench.lists / "december.json")
    assert read_list(workbench, "december").slug == "december"


def test_harmful_characters_are_replaced_on_reading(workbench: Workbench) -> None:
    write_list(workbench, a_list(a_prospect(1, name="Dana\x1b[31m", extra={"k\x07": "v\u202e"})))
    (prospect,) = read_list(workbench, "november-freight").prospects
    assert (prospect.name, prospect.extra) == ("Dana\ufffd[31m", {"k\ufffd": "v\ufffd"})


@pytest.mark.parametrize("slug", ["", "..", ".hidden", "a/b", "../a", "/etc/passwd", "a\\b", "a\0"])
def test_a_slug_never_leads_out_of_the_folder(workbench: Workbench, slug: str) -> None:
    with pytest.raises(StoreError, match="is not the name of a list"):
        read_list(workbench, slug)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("November Freight", "november-freight"),
        ("  Müller & Söhne (EMEA)  ", "muller-sohne-emea"),
        ("Käthe Weiß", "kathe-weiss"),
        ("Øresund Kølhus", "oresund-kolhus"),
        ("Łódź, O’Neill", "lodz-o-neill"),
        ("東京", "list"),
        ("", "list"),
        ("../../etc", "etc"),
        ("CON", "con-list"),
        ("lpt1", "lpt1-list"),
        ("console", "console"),
        ("x" * 60, "x" * 40),
        ("a" * 39 + " b", "a" * 39),
    ],
)
def test_slugs(title: str, slug: str) -> None:
    assert slug_of(title) == slug


@given(st.text(max_size=80))
def test_every_title_has_a_safe_slug(title: str) -> None:
    slug = slug_of(title)
    assert 1 <= len(slug) <= 40
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug_of(slug) == slug
