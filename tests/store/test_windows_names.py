"""File names that Windows takes, wherever the tests run."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path, PureWindowsPath
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench.domain.records import CallSession
from callbench.store.errors import StoreError
from callbench.store.lists import list_path, slug_of
from callbench.store.session_names import name_for
from callbench.store.workbench import Workbench

FORBIDDEN = set('<>:"/\\|?*')
DEVICES = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10))}
DEVICES |= {f"lpt{n}" for n in range(10)}


def taken_by_windows(name: str) -> bool:
    """Whether a name can be that of a file: no forbidden sign, device, or blank at its end."""
    return (
        not FORBIDDEN & set(name)
        and all(ord(sign) >= 32 for sign in name)
        and name.partition(".")[0].lower() not in DEVICES
        and name == name.rstrip(" .")
        and len(name) < 200
        and PureWindowsPath(name).name == name
    )


@pytest.mark.parametrize(
    "title", ["CON", "nul", "Lpt1", "com9.csv", "aux ", "C:\\x", "a<b>|c?*", "…"]
)
def test_a_list_is_never_named_like_a_device(title: str) -> None:
    assert taken_by_windows(f"{slug_of(title)}.json")


@given(st.text())
def test_every_title_comes_to_a_name(title: str) -> None:
    assert taken_by_windows(f"{slug_of(title)}.json")


def test_a_session_has_no_colon_in_its_name() -> None:
    zone = ZoneInfo("Europe/London")
    started = datetime(2026, 11, 24, 9, 0, tzinfo=zone)
    session = CallSession(id="s", title="Tue", started_at=started, rep="sam", zone="Europe/London")
    first = name_for(session, ())
    assert taken_by_windows(first)
    assert taken_by_windows(name_for(session, {first}))


@pytest.mark.parametrize("slug", ["..\\x", "a\\b", "C:\\x", "..", "a/b", ".hidden", ""])
def test_a_list_is_nowhere_but_in_its_folder(slug: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        list_path(Workbench(tmp_path), slug)
