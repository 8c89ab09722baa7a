"""Opening the note in an editor, as far as it goes without a terminal to hand over."""

from __future__ import annotations

from pathlib import Path

import pytest
from block_bench import a_bench, calling


async def test_without_an_editor_it_says_what_to_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("E")
        assert rep.said.startswith('no editor: set `editor = "nano"` in config.toml')


async def test_a_terminal_that_cannot_be_handed_over_is_said(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, editor="no-such-editor")) as rep:
        await rep.press("d", *"typed", "ctrl+g")
        assert rep.said == "an editor can't have this terminal"
        assert rep.note == "typed"
