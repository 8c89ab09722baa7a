"""Small, plain and hostile surroundings: the screen works, and nothing foreign reaches it."""

from __future__ import annotations

from pathlib import Path

import pytest
from terminal import Terminal, run
from warm import WarmTerminal
from workbenches import a_home, people, session_of

from callbench.domain.records import Prospect, replace


def test_a_small_terminal_without_colours_or_a_locale(tmp_path: Path) -> None:
    home = a_home(tmp_path)
    plain = {"NO_COLOR": "1", "LC_ALL": "C", "LANG": "C", "COLORTERM": ""}
    with Terminal(home, "block", size=(80, 24), env=plain) as rep:
        rep.wait_for("▸ Dana Whitfield")
        rep.wait_for("+44 20 7946 0000")
        rep.wait_for("d Dial  n Note  1 No answer  2 Voicemail")
        rep.press("d")
        rep.type("Größe fragen")
        rep.wait_for("Größe fragen")
        rep.wait_for("F8 Wrap up")
        rep.press("F8", "x")
        rep.wait_for("do not call")
        rep.wait_for("Enter confirms")
        rep.press("Enter")
        rep.wait_for("▸ Omar Whitfield")
        rep.press("Q")
        rep.wait_for("The block is over")
        rep.press("q")
        assert rep.wait_for_end() == 0
        assert b"Traceback" not in rep.sent_to_terminal
    _, (call,) = session_of(home)
    assert (call["note"], call["disposition"]) == ("Größe fragen", "do-not-call")


TITLE = "\x1b]0;owned\x07"
CLIPBOARD = "\x1b]52;c;b3duZWQ=\x07"
CURSOR = "\x1b[31;1H\x1b[41mred"
EIGHT_BIT = "\x9b31mcsi \x9d0;osc\x9c"
TURNED = "\u202egnihton\u202c \u2066x\u2069"
LINK = "\x1b]8;;https://example.com\x1b\\here\x1b]8;;\x1b\\"
MARKUP = "[@click=app.stop]Acme[/] [b]x[/b] [/ ["

PAYLOADS = (TITLE, CLIPBOARD, CURSOR, EIGHT_BIT, TURNED, LINK)


def hostile_people() -> list[Prospect]:
    """Somebody with each payload in every field that is shown."""
    honest = people(len(PAYLOADS) + 1)
    hostile = [
        replace(
            prospect,
            name=f"{number} {payload}",
            company=payload,
            title=payload,
            notes=f"know {payload}",
            reason=f"why {payload}",
            extra={payload: payload},
        )
        for number, (prospect, payload) in enumerate(zip(honest, PAYLOADS, strict=False))
    ]
    return [*hostile, replace(honest[-1], name=MARKUP, company=MARKUP, reason=MARKUP)]


def test_nothing_that_a_terminal_obeys_comes_from_a_list(tmp_path: Path) -> None:
    home = a_home(tmp_path, hostile_people())
    with WarmTerminal(home, "block", size=(110, 24)) as rep:
        rep.wait_for("Queue · 7")
        for number in range(1, len(PAYLOADS)):
            rep.press("j")
            rep.wait_for(f"▸ {number} ")
        rep.press("j")
        rep.wait_for(f"▸ {MARKUP[:9]}")
        rep.wait_for(f"why    {MARKUP}")
        rep.press("i")
        rep.wait_for("Reason to call")
        rep.press("Esc")
        rep.wait_for(lambda text: "Reason to call" not in text)
        # Names come back in what is said of a call, and a paste is as foreign as a file.
        rep.press("1", "d")
        rep.wait_for("on the line")
        rep.send(f"\x1b[200~pasted {TITLE}{TURNED}\x1b[201~")
        rep.wait_for("pasted")
        rep.press("F1", "Q")
        rep.wait_for("The block is over")
        rep.press("q")
        assert rep.wait_for_end() == 0
        _assert_harmless(bytes(rep.sent_to_terminal))


def _assert_harmless(sent: bytes) -> None:
    for payload in (TITLE, CLIPBOARD, LINK):
        assert payload.encode() not in sent
    # Of none of them even the part that a terminal would obey.
    commands = ("\x1b]52;", "\x1b]0;", "\x1b]8;", "\x1b[31;1H\x1b[41m", "\x9b31m", "\x9d0;")
    for part in (*commands, "\u202e", "\u202c", "\u2066"):
        assert part.encode() not in sent, part
    assert "�".encode() in sent


def test_the_sample_touches_nothing_else(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with Terminal(home, "sample", size=(80, 24)) as rep:
        rep.wait_for("Queue · 35")
        rep.press("Ctrl+C")
        assert rep.wait_for_end() == 0
    assert not home.exists()
    assert list(tmp_path.glob("callbench-sample-*")) == []


def test_the_first_start_offers_import_and_sample(tmp_path: Path) -> None:
    with Terminal(tmp_path / "home", size=(80, 24)) as rep:
        rep.wait_for("import a list")
        rep.wait_for("try it on invented data")
        rep.press("q")
        assert rep.wait_for_end() == 0


@pytest.mark.parametrize("arguments", [(), ("block",), ("sample",)])
def test_without_a_terminal_it_says_so_in_one_line(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    refused = run(tmp_path / "home", *arguments)
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.count("\n") == 1
    assert "needs a terminal" in refused.stderr
