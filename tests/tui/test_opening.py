"""The ways into a block."""

from __future__ import annotations

import errno
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from callbench.store.errors import StoreError
from callbench.tui.block.opening import sample_context
from callbench.tui.block.sitting import new_desk


@pytest.mark.parametrize("days", range(7))
def test_there_is_somebody_to_call_in_the_sample_on_any_day(days: int) -> None:
    now = datetime(2026, 11, 23, 15, tzinfo=UTC) + timedelta(days=days)
    desk = new_desk(sample_context(lambda: now))
    try:
        assert sum(row.callable_now for row in desk.rows) > 15
    finally:
        desk.close()


def test_the_sample_can_be_kept_and_covers_nothing(tmp_path: Path) -> None:
    kept = sample_context(root=tmp_path / "sample")
    assert kept.workbench.root == tmp_path / "sample"
    assert list(kept.workbench.sessions.glob("*.json"))
    with pytest.raises(StoreError, match="is not empty"):
        sample_context(root=tmp_path)


def test_without_room_for_the_sample_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tempfile, "mkdtemp", full)
    with pytest.raises(StoreError, match="disk full"):
        sample_context()
