"""Adding somebody in the midst of a block, and what the prospect sheet changes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from block_bench import DANA, LENA, NOW, OMAR, Rep, a_bench, calling
from builders import a_call, a_session, a_step
from textual.widgets import Input

from callbench.domain.records import Prospect, replace
from callbench.store import do_not_call
from callbench.store.list_shelf import BY_HAND
from callbench.store.lists import ProspectList, read_list, write_list
from callbench.store.recovery import unfinished_sessions
from callbench.store.sessions import SessionFile
from callbench.tui.block.add_sheet import AddSheet
from callbench.tui.block.prospect_sheet import ProspectSheet
from callbench.tui.block.screen import BlockScreen
from callbench.tui.block.sitting import new_desk
from callbench.tui.context import Context


def by_hand(context: Context) -> tuple[Prospect, ...]:
    return read_list(context.workbench, BY_HAND).prospects


async def open_form(rep: Rep, key: str = "a") -> None:
    await rep.press(key)
    await rep.until(lambda: isinstance(rep.screen, AddSheet))


async def back(rep: Rep) -> None:
    await rep.until(lambda: isinstance(rep.screen, BlockScreen))


async def test_three_keys_and_the_words(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    async with calling(context) as rep:
        await open_form(rep)
        await rep.type("Ines Duarte")
        await rep.press("enter")
        await rep.type("020 7946 0031 x12")
        assert "= +44 20 7946 0031 ext. 12 · London" in rep.text
        await rep.press("enter")
        await rep.type("Harbour Cold")
        await rep.press("enter")
        await back(rep)
        # In the queue at once, and selected.
        assert rep.selected == "Ines Duarte"
        assert rep.said == "added Ines Duarte"
        await rep.press("2")
        assert rep.calls[-1].prospect.name == "Ines Duarte"
        rep.desk.chores.finish()
        (ines,) = by_hand(context)
        assert (ines.phone, ines.extension, ines.company) == (
            "+442079460031",
            "12",
            "Harbour Cold",
        )
        assert ines.zones == ("Europe/London",)
        # Dana was only selected, and has named nobody.
        assert ines.referred_by == ""


async def test_whom_they_referred_the_rep_to_is_asked_when_that_is_confirmed(
    tmp_path: Path,
) -> None:
    context = a_bench(tmp_path)
    async with calling(context) as rep:
        # In one breath: the form has the keyboard with the key that confirms.
        await rep.press("d", "f8", "r", "ctrl+s", *"Ines", "enter")
        assert "Whom did Dana Whitfield refer you to?" in rep.text
        # From the same company as long as nobody says otherwise: the number is the last line.
        await rep.press(*"020 7946 0031", "enter")
        await back(rep)
        rep.desk.chores.finish()
        (ines,) = by_hand(context)
        assert (ines.company, ines.referred_by) == (DANA.company, DANA.name)
        assert ines.reason == "Dana Whitfield referred you"
        # Selected, and before all others who are new; one Enter too many dials nobody.
        assert [row.label for row in rep.desk.rows] == ["referred", "new", "new"]
        assert rep.selected == "Ines"
        assert "why    Dana Whitfield referred you" in rep.text
        await rep.press("enter")
        assert rep.said == "Enter once more dials Ines"
        await rep.press("enter")
        assert rep.calls[-1].prospect.name == "Ines"


async def test_that_question_can_be_left_unanswered(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("d", "f8", "r", "ctrl+s", "escape")
        await back(rep)
        assert rep.said == "a adds whom Dana Whitfield referred you to"
        assert [row.prospect.name for row in rep.desk.rows] == [OMAR.name, LENA.name]


async def test_who_named_two_people_is_filled_in_twice_and_no_longer_after_another_call(
    tmp_path: Path,
) -> None:
    context = a_bench(tmp_path)
    async with calling(context) as rep:
        await rep.press("d", "f8", "r", "ctrl+s", *"Ines", "enter", *"020 7946 0031", "ctrl+s")
        await back(rep)
        await open_form(rep)
        await rep.press(*"Rui", "enter", *"020 7946 0032", "ctrl+s")
        await back(rep)
        await rep.press("1")
        await open_form(rep)
        await rep.press(*"Kim", "ctrl+s")
        await back(rep)
        rep.desk.chores.finish()
    named = {prospect.name: prospect.referred_by for prospect in by_hand(context)}
    assert named == {"Ines": DANA.name, "Rui": DANA.name, "Kim": ""}


async def test_somebody_on_the_list_who_was_named_is_a_warm_one_from_then_on(
    tmp_path: Path,
) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await rep.press("d", "f8", "r", "ctrl+s", *"Lena Fischer", "enter")
        await rep.press(*"020 7946 0020", "enter")
        await back(rep)
        assert rep.said == "Lena Fischer is on the list already"
        lena = rep.desk.rows[0]
        assert (lena.prospect.id, lena.label) == ("lena", "referred")
        assert lena.prospect.reason == "Dana Whitfield referred you"


async def test_who_named_them_is_the_reason_unless_there_is_a_better_one(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    async with calling(context) as rep:
        for name, reason in (("Ines", ""), ("Rui", "rates change")):
            await open_form(rep)
            await rep.press(*name, *["down"] * 3, *"Sam", "down", *reason, "ctrl+s")
            await back(rep)
        rep.desk.chores.finish()
    reasons = {prospect.name: prospect.reason for prospect in by_hand(context)}
    assert reasons == {"Ines": "Sam referred you", "Rui": "rates change"}


async def test_who_referred_on_in_an_earlier_call_is_filled_in_when_selected(
    tmp_path: Path,
) -> None:
    context = a_bench(tmp_path)
    talked = a_call("referred", NOW - timedelta(days=1), prospect=DANA.ref, next_step=a_step(NOW))
    file = SessionFile.create(context.workbench, a_session(started_at=talked.dialled_at))
    file.put_call(talked)
    file.close()
    async with calling(context) as rep:
        assert f"promised to {DANA.name}: now" in rep.text
        await open_form(rep)
        assert f"Referred by  {DANA.name}" in rep.text


async def test_from_within_the_note_of_a_call(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    async with calling(context) as rep:
        await rep.press("d")
        await rep.type("ask Ines")
        await open_form(rep, "ctrl+n")
        await rep.press(*"Ines", "enter", "tab")
        await rep.type("Acme")
        await rep.press("enter")
        await back(rep)
        assert rep.note == "ask Ines"
        assert rep.desk.block.open_call is not None
        rep.desk.chores.finish()
        (ines,) = by_hand(context)
        assert (ines.company, ines.referred_by) == ("Acme", DANA.name)


async def test_somebody_who_is_there_already_is_selected_and_not_doubled(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    async with calling(context) as rep:
        await open_form(rep)
        await rep.type("lena FISCHER")
        await rep.press("enter")
        await rep.type("020 7946 0020")
        await rep.press("enter", "enter")
        await back(rep)
        assert rep.said == "Lena Fischer is on the list already"
        assert rep.selected == "Lena Fischer"
        assert len(rep.desk.rows) == 3
    assert not (context.workbench.lists / "by-hand.json").exists()


async def test_who_asked_not_to_be_called_is_not_added(tmp_path: Path) -> None:
    context = a_bench(tmp_path, (DANA, OMAR))
    do_not_call.add(context.workbench, LENA, NOW)
    async with calling(context) as rep:
        await open_form(rep)
        # In one breath: what is typed behind a Tab belongs to the next field.
        await rep.press(*"Len", "tab", *"020 7946 0020", "ctrl+s")
        assert rep.said == "Len asked not to be called"
        # A slip in the number is mended without typing all of it again.
        assert rep.screen.query_one("#add-name", Input).value == "Len"
        await rep.press("backspace", "1", "ctrl+s")
        await back(rep)
        assert [row.prospect.name for row in rep.desk.rows] == [DANA.name, OMAR.name, "Len"]


async def test_nobody_is_refused_and_esc_adds_nobody(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path)) as rep:
        await open_form(rep)
        await rep.press("enter", "enter", "enter")
        assert rep.said == "a name or a number first"
        await rep.press("escape")
        await back(rep)
        assert len(rep.desk.rows) == 3


async def test_they_are_still_there_when_the_block_goes_on(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    async with calling(context) as rep:
        await open_form(rep)
        await rep.press(*"Ines", "enter", "enter", "enter")
        await back(rep)
        await rep.press("n", *"after lunch")
    (stored,) = unfinished_sessions(context.workbench)
    assert stored.session.lists == ("freight", BY_HAND)


async def test_the_first_list_can_be_one_of_nobody(tmp_path: Path) -> None:
    async with calling(a_bench(tmp_path, ())) as rep:
        await open_form(rep)
        await rep.press(*"Ines", "enter", "enter", "enter")
        await back(rep)
        assert [row.prospect.referred_by for row in rep.desk.rows] == [""]


# ---------------------------------------------------------------------- two lists


async def test_somebody_on_two_lists_is_called_once_and_edited_on_both(tmp_path: Path) -> None:
    context = a_bench(tmp_path)
    twin = replace(DANA, id="dana-2", title="Head of Ops", company="")
    write_list(
        context.workbench,
        ProspectList(slug="news", title="News", imported_at=NOW, prospects=(twin,)),
    )
    async with calling(context) as rep:
        assert rep.said.startswith("1 person stands on several lists")
        assert len(rep.desk.rows) == 3
        assert "Head of Ops" in rep.text
        await rep.press("i")
        await rep.until(lambda: isinstance(rep.screen, ProspectSheet))
        await rep.type("rates change")
        await rep.press("ctrl+s")
        await back(rep)
        await rep.press("2")
        rep.desk.chores.finish()
    bench = context.workbench
    first, second = (read_list(bench, slug).prospects[0] for slug in ("freight", "news"))
    assert first == replace(DANA, reason="rates change", zones=first.zones)
    assert second == replace(twin, reason="rates change", zones=second.zones)


async def test_calls_to_both_are_one_history(tmp_path: Path) -> None:
    twin = replace(DANA, id="dana-2")
    context = a_bench(tmp_path, (twin,))
    async with calling(context) as rep:
        await rep.press("2")
        await rep.press("Q")
    write_list(
        context.workbench,
        ProspectList(slug="a-first", title="First", imported_at=NOW, prospects=(DANA,)),
    )
    async with calling(context) as rep:
        assert list(rep.desk.queue.prospects) == ["dana"]
        assert rep.desk.history("dana").attempts == 1
        assert rep.desk.history("dana-2") == rep.desk.history("dana")


# ---------------------------------------------------------------------- the prospect sheet

SEVERAL = replace(
    DANA,
    extra={"Mobile": "07700 900018", "Fax": "020 7946 0099", "Home phone": "020 7946 0055 x7"},
)


async def test_another_number_is_called_and_the_first_kept(tmp_path: Path) -> None:
    context = a_bench(tmp_path, (SEVERAL,))
    async with calling(context) as rep:
        await rep.press("i")
        await rep.until(lambda: isinstance(rep.screen, ProspectSheet))
        await rep.press("f6")
        assert rep.said == "number 2 of 3: +44 7700 900018 · Ctrl+S keeps it"
        await rep.press("f6")
        await rep.press("ctrl+s")
        await back(rep)
        rep.desk.chores.finish()
    (dana,) = read_list(context.workbench, "freight").prospects
    assert (dana.phone, dana.extension) == ("+442079460055", "7")
    assert dana.extra == {**SEVERAL.extra, "Home phone": "+442079460018"}


async def test_priority_and_tags(tmp_path: Path) -> None:
    context = a_bench(tmp_path, (replace(DANA, tags=("cold chain",)),))
    async with calling(context) as rep:
        await rep.press("i")
        await rep.until(lambda: isinstance(rep.screen, ProspectSheet))
        fields = rep.screen.query_one("#field-priority"), rep.screen.query_one("#field-tags")
        rep.screen.set_focus(fields[0])
        await rep.press("ctrl+u", *"soon", "ctrl+s")
        assert rep.said.startswith("a priority is a number")
        await rep.press("ctrl+u", *"hot")
        rep.screen.set_focus(fields[1])
        await rep.press("end")
        await rep.type(", re-quotes")
        await rep.press("ctrl+s")
        await back(rep)
        rep.desk.chores.finish()
    (dana,) = read_list(context.workbench, "freight").prospects
    assert (dana.priority, dana.tags) == (2, ("cold chain", "re-quotes"))


async def test_what_was_said_to_somebody_on_a_list_that_is_not_called_is_known(
    tmp_path: Path,
) -> None:
    context = a_bench(tmp_path)
    twin = replace(DANA, id="dana-2")
    news = ProspectList(slug="news", title="News", imported_at=NOW, prospects=(twin,))
    write_list(context.workbench, news)
    async with calling(context, lambda context: BlockScreen(new_desk(context, ["news"]))) as rep:
        await rep.press("1")
    async with calling(context, lambda context: BlockScreen(new_desk(context, ["freight"]))) as rep:
        assert rep.desk.history(DANA.id).attempts == 1
        assert {row.prospect.id for row in rep.desk.rows} <= {DANA.id, OMAR.id, LENA.id}
        assert rep.desk.block.session.lists == ("freight",)
