"""Changing a few settings and leaving every other byte of the file as it was."""

from __future__ import annotations

import stat
import sys
import tomllib
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from callbench.store import settings_file
from callbench.store.atomic import fingerprint_of
from callbench.store.config import ConfigError, load
from callbench.store.errors import ChangedOutside, StoreError
from callbench.store.settings_file import change_settings
from callbench.store.workbench import Workbench

OWN = """\
# Sam's settings
rep = "Sam"   # as in the CRM
dialler = [
  "softphone",   # the red one
  "{e164}",
]

# keys of my own
[keys]
letter = "M"  # as it was
"""


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    return Workbench.open(tmp_path / "bench")


def changed(bench: Workbench, before: str, **changes: Any) -> str:
    bench.config.write_bytes(before.encode())
    change_settings(bench, changes)
    return bench.config.read_bytes().decode()


def test_a_file_is_made_where_there_is_none_for_its_owner_alone(bench: Workbench) -> None:
    config = change_settings(bench, {"rep": "Kim", "working_hours": ["07:30", "16:00"]})
    assert (config.rep, config.working_hours) == ("Kim", (time(7, 30), time(16)))
    assert bench.config.read_text("utf-8") == 'rep = "Kim"\nworking_hours = ["07:30", "16:00"]\n'
    if sys.platform != "win32":
        assert stat.S_IMODE(bench.config.stat().st_mode) == 0o600


def test_comments_and_unknown_lines_stay(bench: Workbench) -> None:
    after = changed(bench, OWN, rep="Kim", theme="nord")
    assert after == OWN.replace('"Sam"   #', '"Kim"   #').replace(
        "]\n\n# keys", ']\ntheme = "nord"\n\n# keys'
    )


def test_a_setting_is_taken_out(bench: Workbench) -> None:
    after = changed(bench, OWN, dialler=None, zone=None)
    assert "softphone" not in after
    assert after.startswith("# Sam's settings\nrep = ")
    assert after.endswith(OWN[OWN.index("# keys of my own") :])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'rep = "Kim"\n'),
        ("# mine", '# mine\nrep = "Kim"\n'),
        ('theme = "nord"', 'theme = "nord"\nrep = "Kim"\n'),
        ("[keys]\nletter = 'M'\n", "rep = \"Kim\"\n\n[keys]\nletter = 'M'\n"),
        ("# mine\n\n[keys]\n", '# mine\nrep = "Kim"\n\n[keys]\n'),
        ("# of the keys\n[keys]\n", 'rep = "Kim"\n\n# of the keys\n[keys]\n'),
        ('\ufeffzone = "UTC"\r\n[keys]\r\n', '\ufeffzone = "UTC"\r\nrep = "Kim"\r\n\r\n[keys]\r\n'),
        ("working_hours = [\n'08:00',\n'09:00']\n[keys]", None),
        ('rep = """\n[keys]\n# no comment\n"""\n[keys]\n', None),
    ],
)
def test_a_new_line_stands_before_the_first_section(
    bench: Workbench, before: str, after: str | None
) -> None:
    found = changed(bench, before, rep="Kim")
    assert after in {None, found}
    assert load(bench).rep == "Kim"


@given(
    rep=st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
        lambda text: text.strip() and text.isprintable()
    ),
    kept=st.sampled_from(["", "# c\n", 'zone = "UTC"\n', "[keys]\n", OWN]),
)
@settings(max_examples=examples(25))
def test_any_text_comes_back(rep: str, kept: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    bench = Workbench.open(tmp_path_factory.mktemp("bench"))
    found = tomllib.loads(changed(bench, kept, rep=rep))
    assert found == {**tomllib.loads(kept), "rep": rep}


@pytest.mark.parametrize("before", ["rep = ", 'reps = "x"', "\udcff"])
def test_a_file_that_cannot_be_used_is_left_alone(bench: Workbench, before: str) -> None:
    data = before.encode("utf-8", "surrogateescape")
    bench.config.write_bytes(data)
    with pytest.raises(ConfigError):
        change_settings(bench, {"theme": "nord"})
    assert bench.config.read_bytes() == data


@pytest.mark.parametrize("changes", [{"zone": "London"}, {"reps": "x"}, {"target_calls": 0}])
def test_a_value_that_cannot_be_used_is_not_written(
    bench: Workbench, changes: dict[str, Any]
) -> None:
    with pytest.raises(ConfigError):
        change_settings(bench, changes)
    assert not bench.config.exists()


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.config.write_text('rep = "Sam"\n')
    asked: list[Path] = []

    def meddling(path: Path) -> object:
        asked.append(path)
        if len(asked) == 2:
            path.write_text('rep = "Somebody else"\n')
        return fingerprint_of(path)

    monkeypatch.setattr(settings_file, "fingerprint_of", meddling)
    with pytest.raises(ChangedOutside):
        change_settings(bench, {"theme": "nord"})
    assert bench.config.read_text() == 'rep = "Somebody else"\n'


def test_nothing_is_written_through_a_link(bench: Workbench, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere.toml"
    target.write_text("")
    bench.config.symlink_to(target)
    with pytest.raises(StoreError, match="is a link"):
        change_settings(bench, {"rep": "Kim"})
    assert target.read_text() == ""


@pytest.mark.parametrize(
    ("platform", "command"),
    [
        ("linux", ("xdg-open", "sip:{e164}")),
        ("darwin", ("open", "sip:{e164}")),
        ("win32", ("rundll32", "url.dll,FileProtocolHandler", "sip:{e164}")),
    ],
)
def test_the_systems_dialler_is_a_command(
    bench: Workbench, monkeypatch: pytest.MonkeyPatch, platform: str, command: tuple[str, ...]
) -> None:
    bench.config.write_text('zone = "UTC"\ndialler = "system"\ndial_scheme = "sip"\n')
    monkeypatch.setattr("sys.platform", platform)
    assert load(bench).dialler == command


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("dialler = ['a{e164}', '{e164}']", "the number can't be in the program's name"),
        ("dialler = 'System'", 'or "system"'),
        ("dial_scheme = 'http'", 'allowed are "tel", "sip" and "callto"'),
        ("calendar_folder = 'calendars'", '"calendars" must begin at the root, or with ~'),
        ("editor = 'vim \"'", "a quotation mark is not closed"),
    ],
)
def test_what_cannot_be_used_is_named(bench: Workbench, line: str, problem: str) -> None:
    bench.config.write_text(line)
    with pytest.raises(ConfigError) as error:
        load(bench)
    key = line.partition(" ")[0]
    assert str(error.value).startswith(f'{bench.config}: key "{key}": ')
    assert problem in str(error.value)
