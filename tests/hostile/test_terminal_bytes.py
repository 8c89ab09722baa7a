"""Nothing that a terminal would obey is sent to one, by any command or screen."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent.parent / "journeys"))

from hostile_bench import SENT, a_hostile_home, controls
from test_damage import READING, ran
from warm import WarmTerminal

OBEYED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_hostile_home(tmp_path_factory.mktemp("hostile"), controls)


def test_no_command_prints_what_a_terminal_obeys(home: Path) -> None:
    named = ("show", controls("x")), ("search", controls("x")), ("forget", controls("x"), "--yes")
    others = (
        ("show", "session-0"),
        ("show", "session-0", "--markdown"),
        ("show", "session-0", "--json"),
        ("search", "question"),
        ("import", str(home.parent / "[b]leads[.csv"), "--dry-run"),
        ("import", str(home.parent / "no\x1b]0;such.csv")),
        ("when", "tomorrow \x1b]0;x\x07 3pm"),
        ("block", "--list", controls("x")),
        ("--home", "/no/such\x1b]0;x\x07", "sessions"),
    )
    for command in (*READING, *named, *others):
        if "ics" in command:
            continue  # A file with rules of its own: tests/exchange/test_calendar.py
        result = ran(home, *(part.replace("\x00", "") for part in command))
        assert OBEYED.search(result.output) is None, command
        if command[0] in {"show", "export"} and result.exit_code == 0:
            assert "\ufffd" in result.stdout or "\\ufffd" in result.stdout, command


@pytest.mark.skipif(sys.platform == "win32", reason="on a pseudo-terminal")
def test_no_screen_sends_what_a_terminal_obeys(tmp_path: Path) -> None:
    home = a_hostile_home(tmp_path, controls)
    with WarmTerminal(home, size=(140, 40)) as rep:
        rep.wait_for("Unfinished")
        rep.press("r")
        rep.wait_for("Sessions · 3")
        rep.press("j", "Tab")
        rep.wait_for("[stranger]")
        rep.press("p")
        rep.wait_for("newest first")
        rep.press("Esc")
        rep.watch(0.2)
        rep.press("q")
        rep.wait_for("Unfinished")
        rep.press("g")
        rep.wait_for("Agenda")
        rep.press("m")
        rep.wait_for("To when?")
        rep.press("Esc")
        rep.watch(0.2)
        rep.press("q")
        rep.wait_for("Unfinished")
        rep.press("Enter")
        rep.wait_for("Queue · ")
        rep.press("t")
        rep.wait_for("Talk track")
        rep.press("i")
        rep.wait_for("Reason to call")
        rep.press("Esc")
        rep.watch(0.2)
        rep.press("c")
        rep.wait_for("OSC 52")
        rep.press("Ctrl+P")
        rep.wait_for("Search for commands")
        rep.press("Esc")
        rep.watch(0.2)
        # What is pasted is as foreign as a file; the terminal's own end of paste is left out.
        pasted = controls("pasted").replace("\ud83d", "")
        rep.send(f"n\x1b[200~{pasted}\x1b[201~")
        rep.wait_for("[pasted]")
        rep.press("Ctrl+C")
        assert rep.wait_for_end() == 0
        sent = bytes(rep.sent_to_terminal)
    assert "\ufffd".encode() in sent
    # The number that was copied goes to the clipboard by the same way as theirs would.
    ours = re.sub(rb"\x1b\]52;c;KzQ0[A-Za-z0-9+/=]*\x07", b"", sent)
    for part in SENT:
        assert part.encode() not in ours, part
    for sign in "\u202e\u2066\u200e\u061c\x85\x00":
        assert sign.encode() not in ours, ascii(sign)
