"""What the screen says where one is stuck: a full disk, nobody found, a folder that is gone."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from block_bench import a_bench, calling

from callbench.store.session_file import SessionFile
from callbench.tui.block.screen import BlockScreen


async def test_a_full_disk_shows_the_way_out_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async with calling(a_bench(tmp_path)) as rep:
        with monkeypatch.context() as disk:
            disk.setattr(SessionFile, "apply", full)
            await rep.press("d", *"kept")
            await rep.until(lambda: rep.desk.writer.status.state == "failed")
            await rep.until(lambda: rep.hints[:2] == ["Save elsewhere", "Wrap up"])
            await rep.press("f8")
            assert rep.hints[:2] == ["Save elsewhere", "next"]
        await rep.until(lambda: rep.desk.writer.status.state == "saved")
        await rep.until(lambda: rep.hints[0] == "next")


async def test_a_filter_that_lets_nobody_through_is_no_empty_queue(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("slash", *"zzz")
        assert "Nobody matches: Esc shows everybody again." in rep.text
        assert "Nobody is left" not in rep.text
        await rep.press("escape")
        assert "Nobody" not in rep.text


async def test_a_folder_that_is_gone_is_said_on_the_way_back_from_the_agenda(
    tmp_path: Path,
) -> None:
    context = a_bench(tmp_path)
    async with calling(context) as rep:
        await rep.press("g")
        sessions = context.workbench.sessions
        sessions.rename(sessions.with_name("unmounted"))
        sessions.write_text("")
        await rep.press("escape")
        assert isinstance(rep.screen, BlockScreen)
        assert rep.said == f"{sessions}: not a directory"
        sessions.unlink()
        sessions.with_name("unmounted").rename(sessions)
