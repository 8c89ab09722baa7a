"""Dialling with a recording stand-in that is started for real."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbench.domain.records import Prospect, replace
from callbench.exchange import dialler
from callbench.exchange.dialler import DialError, arguments, dial, diallable
from callbench.store.machine import DialScheme, system_dialler

DANA = Prospect(id="dana", name="Dana Whitfield", phone="+442079460018", extension="12")

RECORDER = """
import json, os, sys
with open(sys.argv[1] + ".part", "w") as file:
    json.dump({"arguments": sys.argv[2:], "group": os.getpgrp(), "stdin": sys.stdin.read()}, file)
os.rename(sys.argv[1] + ".part", sys.argv[1])
"""

HOSTILE = [
    "-rf", "--call=+442079460018", "+44 20 7946 0018; rm -rf ~", "$(reboot)+442079460018",
    "`id` 020 7946 0018", "+442079460018\n--help", "+442079460018 -o x", "tel:+442079460018?x=1&y",
    "\x1b]0;x\x07+442079460018", "+44 20 7946 0018,,2#", "٠٢٠ 7946 0018", "+++442079460018",
    "+442079460018 +442079460019", "{extension}020 7946 0018", "#31#02079460018", "*67,02079460018",
]  # fmt: skip


def recorded(command: tuple[str, ...], prospect: Prospect, folder: Path) -> dict[str, object]:
    """What the stand-in was started with."""
    program, record = folder / "stand in.py", folder / "record.json"
    program.write_text(RECORDER)
    dial((sys.executable, str(program), str(record), *command), prospect)
    for _ in range(1000):
        if record.exists():
            break
        time.sleep(0.01)
    found: dict[str, object] = json.loads(record.read_text())
    return found


def test_each_placeholder_stays_in_its_argument(tmp_path: Path) -> None:
    command = ("--to", "tel:{e164}", "x{extension}", "{number}")
    found = recorded(command, replace(DANA, phone="+44 20 7946 0018,,2#"), tmp_path)
    assert found["arguments"] == ["--to", "tel:+442079460018", "x12", "+442079460018,,2#"]


def test_it_has_neither_our_keyboard_nor_our_signals(tmp_path: Path) -> None:
    found = recorded(("{e164}",), DANA, tmp_path)
    assert found["stdin"] == ""
    assert found["group"] != os.getpgrp()


def test_a_hostile_number_is_one_harmless_argument(tmp_path: Path) -> None:
    for number, phone in enumerate(HOSTILE[2:5]):
        folder = tmp_path / str(number)
        folder.mkdir()
        found = recorded(("call", "{number}"), replace(DANA, phone=phone), folder)
        assert found["arguments"] in (["call", "+442079460018"], ["call", "02079460018"])


def harmless(argument: str) -> bool:
    first, rest = argument[:1], argument[1:]
    return (first.isdigit() or (first == "+" and rest[:1].isdigit())) and set(argument[1:]) <= set(
        "0123456789*#,;x"
    )


@pytest.mark.parametrize("phone", HOSTILE)
def test_a_number_never_becomes_an_option(phone: str) -> None:
    try:
        filled = arguments(("dial", "{number}", "{e164}"), replace(DANA, phone=phone))
    except DialError as error:
        assert "c copies it" in str(error)  # noqa: PT017 - either is right
        return
    assert len(filled) == 3
    assert all(harmless(argument) for argument in filled[1:])


@given(phone=st.text(), extension=st.text())
def test_nothing_typed_is_more_than_a_number(phone: str, extension: str) -> None:
    try:
        number = diallable(phone)
    except DialError:
        return
    assert harmless(number)
    prospect = replace(DANA, phone=phone, extension=extension)
    program, *filled = arguments(("p", "{e164}", "{extension}"), prospect)
    assert program == "p"
    assert set(filled[0].removeprefix("+")) <= set("0123456789")
    assert not filled[1].startswith("-")


@pytest.mark.parametrize(
    ("platform", "scheme", "filled"),
    [
        ("linux", "tel", ["xdg-open", "tel:+442079460018"]),
        ("darwin", "callto", ["open", "callto:+442079460018"]),
        ("win32", "sip", ["rundll32", "url.dll,FileProtocolHandler", "sip:+442079460018"]),
    ],
)
def test_the_system_gets_one_address(platform: str, scheme: DialScheme, filled: list[str]) -> None:
    prospect = replace(DANA, phone="+442079460018,,2#")
    assert arguments(system_dialler(scheme, platform), prospect) == filled


def test_of_two_numbers_one_is_dialled() -> None:
    assert diallable("+44 20 7946 0018 / +44 20 7946 0019") == "+442079460018"


def test_windows_opens_the_address_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr(os, "startfile", opened.append, raising=False)
    dial(system_dialler("tel", "win32"), DANA)
    assert opened == ["tel:+442079460018"]


def test_a_dialler_that_is_not_there_is_named_with_what_to_set() -> None:
    with pytest.raises(DialError) as error:
        dial(("no-such-softphone", "{e164}"), DANA)
    assert str(error.value) == (
        "dialler 'no-such-softphone': No such file or directory;"
        " set `dialler` in config.toml; c copies the number"
    )


@pytest.mark.parametrize("status", [0, 3])
def test_a_dialler_that_gives_up_is_heard(status: int) -> None:
    told: list[str] = []
    command = (sys.executable, "-c", f"import sys; sys.exit({status})", "{e164}")
    dial(command, DANA, told.append)
    for thread in threading.enumerate():
        if thread.name == "dialler":
            thread.join()
    assert len(told) == (status > 0)
    assert all(f"gave up (status {status}); {dialler.SET}" in words for words in told)
