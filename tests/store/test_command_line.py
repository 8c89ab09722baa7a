"""Commands typed on one line, here and on Windows."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from callbench.store.command_line import join_command, split_command

arguments = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), max_size=4)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", []),
        ("code --wait", ["code", "--wait"]),
        ("'/opt/my phone/dial' {e164}", ["/opt/my phone/dial", "{e164}"]),
        ("phone # {number}; rm | $HOME", ["phone", "#", "{number};", "rm", "|", "$HOME"]),
        (r"a\ b c", ["a b", "c"]),
    ],
)
def test_a_line_is_taken_apart_without_a_shell(line: str, found: list[str]) -> None:
    assert split_command(line, "linux") == found


def test_a_backslash_of_windows_is_one() -> None:
    line = r'"C:\Program Files\Phone\dial.exe" C:\new\{e164}'
    assert split_command(line, "win32") == [
        r"C:\Program Files\Phone\dial.exe",
        r"C:\new\{e164}",
    ]


@pytest.mark.parametrize("platform", ["linux", "win32"])
def test_an_open_quotation_mark_is_said(platform: str) -> None:
    with pytest.raises(ValueError, match="a quotation mark is not closed"):
        split_command("dial 'it", platform)


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
@given(command=arguments)
@example(command=["'\""])
def test_what_is_shown_is_read_as_the_same(platform: str, command: list[str]) -> None:
    assert split_command(join_command(tuple(command), platform), platform) == command
