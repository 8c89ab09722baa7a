"""One Enter too many: that behind a confirmed wrap-up dials nobody by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from block_bench import a_bench, calling

WRAPPED_UP = ("d", "f8", *"iny2026-12-08 15:00", "enter", *"the tariff", "enter")


async def test_the_enter_behind_the_one_that_confirms_says_whom_one_more_would_dial(
    tmp_path: Path,
) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press(*WRAPPED_UP, "enter")
        assert rep.outcomes == [("dana", "interested")]
        assert rep.said == "Enter once more dials Omar Haddad"
        await rep.press("enter")
        assert rep.outcomes[1:] == [("omar", None)]


@pytest.mark.parametrize("keys", [["d"], ["j", "enter"]], ids=str)
async def test_any_other_key_is_meant(tmp_path: Path, keys: list[str]) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press(*WRAPPED_UP, *keys)
        assert len(rep.calls) == 2


async def test_an_enter_that_confirmed_nothing_dials(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("1", "enter", "f1", "enter")
        assert rep.outcomes == [("dana", "no-answer"), ("omar", "no-answer"), ("lena", None)]


async def test_where_enter_is_no_key_of_the_dialler_it_says_nothing(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, keys={"dial": "z"})) as rep:
        await rep.press("z", *WRAPPED_UP[1:], "enter")
        assert len(rep.calls) == 1
        assert "Enter once more" not in rep.said
