"""A note in the rep's own editor, on a terminal: who has it when, and that nothing is lost."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from warm import WarmTerminal
from workbenches import a_home, session_of

EDITOR = """
import json, signal, sys
from pathlib import Path
if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    # At once, since Python does not hear it between a prompt and the reading.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
path = Path(sys.argv[1])
saved = json.loads(next(Path(sys.argv[2]).glob("*.json")).read_text())
print("the note on the disk:", next(iter(saved["calls"].values()))["note"], flush=True)
line = input("yours: ")
path.write_text(path.read_text() + "\\n! " + line + "\\x1b[31m\\n")
"""


def notes(home: Path) -> list[str]:
    _, calls = session_of(home)
    return [call["note"] for call in calls]


def test_a_note_goes_to_the_editor_and_comes_back(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    script = tmp_path / "editor.py"
    # The file's name comes last, and the stand-in wants to look into the sessions as well.
    script.write_text(EDITOR.replace("sys.argv[1]", "sys.argv[-1]").replace("argv[2]", "argv[1]"))
    command = shlex.join([sys.executable, str(script), str(home / "sessions")])
    with WarmTerminal(home, "block", env={"VISUAL": command}) as rep:
        rep.wait_for("▸ Dana Whitfield")
        rep.press("d")
        rep.wait_for("Note · dial by hand")
        rep.send("? typed before\x07")
        rep.wait_for("the note on the disk: ? typed before")
        rep.send("budget frozen\r")
        rep.wait_for("the note is as you left it")
        rep.send(" and after")
        rep.wait_for("! budget frozen�[31m and after")
        rep.send("\x07")
        rep.wait_for("yours: ")
        rep.send("\x03")
        rep.wait_for("ended with status -2: the note is as it was")
        rep.press("F1")
        rep.wait_for("▸ Omar Whitfield")
        rep.press("Q")
        rep.wait_for("calls             1")
        rep.press("q")
        assert rep.wait_for_end() == 0
    assert notes(home) == ["? typed before\n! budget frozen\ufffd[31m and after"]
    assert sorted(path.name for path in home.glob(".editing*")) == []
