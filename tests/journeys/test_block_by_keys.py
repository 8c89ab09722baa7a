"""A rep works a block from the lead file to the summary; the session's file says what was done."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from terminal import Terminal, run
from warm import WarmTerminal
from workbenches import (
    ALWAYS_OPEN,
    a_home,
    a_lead_file,
    in_two_weeks,
    session_of,
    session_path,
)

NOTE = "? does it do multi-drop"
REASON = "walk the CFO through the tariff"


def outcomes(calls: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(call["prospect"]["name"], call["disposition"]) for call in calls]


def test_a_whole_block_from_lead_file_to_summary(tmp_path: Path) -> None:
    home = tmp_path / "home"
    imported = run(home, "import", str(a_lead_file(tmp_path / "leads.csv")), "--json")
    assert (imported.returncode, json.loads(imported.stdout)["taken"]) == (0, 60), imported.stderr
    (home / "playbook.toml").write_text(ALWAYS_OPEN)

    with Terminal(home, "block") as rep:
        rep.wait_for("▸ Dana Whitfield")
        _log_those_not_reached(rep)
        _wrap_up_a_conversation(rep)
        rep.press("1")
        rep.wait_for("▸ Priya Haddad")
        rep.press("u")
        rep.wait_for("▸ Lena Haddad")
        rep.press("Q")
        rep.wait_for("calls             8")
        rep.wait_for("meetings booked   1")
        rep.press("q")
        assert rep.wait_for_end() == 0

    session, calls = session_of(home)
    assert session["ended_at"] is not None
    assert session["lists"] == ["leads"]
    assert outcomes(calls) == [
        ("Dana Whitfield", "no-answer"),
        ("Omar Whitfield", "no-answer"),
        ("Lena Whitfield", "no-answer"),
        ("Priya Whitfield", "no-answer"),
        ("Tomos Whitfield", "no-answer"),
        ("Grace Whitfield", "voicemail"),
        ("Dana Haddad", "voicemail"),
        ("Omar Haddad", "interested"),
    ]
    _assert_is_the_conversation(calls[-1])
    proof = [sys.executable, "-m", "json.tool", str(session_path(home))]
    assert subprocess.run(proof, capture_output=True, check=False).returncode == 0


def _log_those_not_reached(rep: Terminal) -> None:
    """Five times no answer and two voicemails: one key each, the next one selected after it."""
    following = ["Omar Whitfield", "Lena Whitfield", "Priya Whitfield", "Tomos Whitfield"]
    following += ["Grace Whitfield", "Dana Haddad", "Omar Haddad"]
    for digit, name in zip("1111122", following, strict=True):
        before = rep.keys
        rep.press(digit)
        rep.wait_for(f"▸ {name}")
        assert rep.keys - before == 1
    assert rep.words == 0


def _wrap_up_a_conversation(rep: Terminal) -> None:
    """Dial, note, three questions, an exact next meeting: at most seven keys beyond words."""
    before = rep.keys
    rep.press("d")
    rep.wait_for("☎ Omar Haddad")
    rep.type(NOTE)
    rep.wait_for(NOTE)
    rep.press("F8")
    rep.wait_for("How did it end?")
    rep.press("i")
    rep.wait_for("Any other questions?")
    rep.press("n")
    rep.wait_for("100% sure?")
    rep.press("y")
    rep.wait_for("Next meeting booked?")
    rep.type(f"{in_two_weeks():%Y-%m-%d %H:%M}")
    rep.wait_for(f"= {in_two_weeks():%a} {in_two_weeks().day} {in_two_weeks():%b %Y} 15:00")
    rep.press("Enter")
    rep.wait_for("Why will we speak?")
    rep.type(REASON)
    rep.press("Enter")
    rep.wait_for("1 meeting")
    rep.wait_for("▸ Lena Haddad")
    assert rep.keys - before <= 7


def _assert_is_the_conversation(call: dict[str, Any]) -> None:
    assert call["note"] == NOTE
    assert {name: given["answer"] for name, given in call["answers"].items()} == {
        "questions": "no",
        "certain": "yes",
        "next-meeting": "booked",
    }
    assert call["next_step"]["starts_at"] == in_two_weeks().isoformat()
    assert call["next_step"]["wall"] == f"{in_two_weeks():%Y-%m-%dT%H:%M}"
    assert (call["next_step"]["zone"], call["next_step"]["reason"]) == ("Europe/London", REASON)
    assert call["wrapped_at"] is not None


def test_keys_typed_ahead_act_in_their_order(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    with WarmTerminal(home, "block") as rep:
        rep.wait_for("▸ Dana Whitfield")
        when = f"{in_two_weeks():%Y-%m-%d %H:%M}"
        # F8 and F2 in terminal's own words; everything arrives in one read.
        conversation = f"d{NOTE}\x1b[19~iny{when}\r{REASON}\r"
        rep.send(f"112{conversation}dcalled the desk\x1bOQ1")
        rep.wait_for("▸ Dana Haddad")
        rep.press("Q")
        rep.wait_for("The block is over")
        rep.press("q")
        assert rep.wait_for_end() == 0
    _, calls = session_of(home)
    assert outcomes(calls) == [
        ("Dana Whitfield", "no-answer"),
        ("Omar Whitfield", "no-answer"),
        ("Lena Whitfield", "voicemail"),
        ("Priya Whitfield", "interested"),
        ("Tomos Whitfield", "voicemail"),
        ("Grace Whitfield", "no-answer"),
    ]
    _assert_is_the_conversation(calls[3])
    assert calls[4]["note"] == "called the desk"
    assert [call["note"] for call in calls[:3]] == ["", "", ""]


def test_a_letter_right_behind_escape_is_two_keys(tmp_path: Path) -> None:
    # Within a tenth of a second a terminal sends what it would for Alt and the letter.
    home = a_home(tmp_path)
    with WarmTerminal(home, "block") as rep:
        rep.wait_for("▸ Dana Whitfield")
        rep.send("dtalked to the desk\x1bwn\r")
        rep.wait_for("▸ Omar Whitfield")
        rep.send("n\x1bQ")
        rep.wait_for("The block is over")
        rep.press("Ctrl+C")
        assert rep.wait_for_end() == 0
    _, calls = session_of(home)
    assert [(call["note"], call["disposition"]) for call in calls] == [
        ("talked to the desk", "no-accepted")
    ]
