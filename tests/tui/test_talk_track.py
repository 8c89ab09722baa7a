"""The success stories: told in a call, and marked so wherever they stand."""

from __future__ import annotations

from pathlib import Path

from block_bench import DANA, a_bench, calling

from callbench.domain.records import replace

FREIGHT = replace(DANA, tags=("freight", "multi-drop"))


async def test_a_story_is_marked_as_told_at_once_and_where_it_stands(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, [FREIGHT]), size=(120, 36)) as rep:
        await rep.press("t")
        assert "story  Harbour Cold, not told yet" in rep.text
        await rep.press("d", "escape", "T")
        assert rep.said == "told: Harbour Cold"
        assert "story  Harbour Cold, told just now" in rep.text
        track = rep.text
        assert track.index("Harbour Cold (told)") < track.index("Lindmark Haulage ")
        await rep.press("T")
        assert rep.said == "told: Lindmark Haulage"
        assert "story  Lindmark Haulage, told just now" in rep.text
        await rep.press("T")
        assert rep.said == "no story that they don't know"
        await rep.press("1", "u")
        assert rep.calls[0].told == ("harbour-cold", "lindmark-haulage")
