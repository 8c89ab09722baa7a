"""The pages say what the program does: their tables are complete and their links lead somewhere."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

import msgspec
import pytest

sys.path.append(str(Path(__file__).parents[2] / "docs"))

import key_tables
import man_page

from callbench.domain.playbook import Playbook, parse_playbook
from callbench.store.config import Config, load
from callbench.store.playbook import default_text
from callbench.store.workbench import Workbench

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/*.md"))]
LINK = re.compile(r"""(?:\]\(|src="|srcset=")([^)"#\s]+)""")


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def toml_in(name: str) -> list[str]:
    return re.findall(r"```toml\n(.*?)```", text_of(name), re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_are_there(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text("utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_can_be_found_from_the_readme() -> None:
    linked = set(LINK.findall(text_of("README.md")))
    assert [page.name for page in PAGES if page.name not in "".join(linked)] == ["README.md"]


def test_the_keys_are_those_that_the_program_has(capsys: pytest.CaptureFixture[str]) -> None:
    assert (key_tables.main(["--check"]), capsys.readouterr().err) == (0, "")


def test_the_manual_page_is_that_of_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert (man_page.main(["--check"]), capsys.readouterr().err) == (0, "")
    requests = {
        line.split()[0] for line in text_of("docs/callbench.1").splitlines() if line[:1] == "."
    }
    assert requests <= {".TH", ".SH", ".SS", ".B", ".TP", ".PP", ".RS", ".RE", ".nf", ".fi"}


def test_every_setting_is_explained() -> None:
    found = set(re.findall(r"^\| `\[?([a-z_]+)\]?` \|", text_of("docs/config.md"), re.MULTILINE))
    assert set(Config.__struct_fields__) - {"zone_is_guess"} <= found


def test_every_part_of_the_playbook_is_explained() -> None:
    found = set(re.findall(r"^\| `\[+([a-z]+)\]+` \|", text_of("docs/playbook.md"), re.MULTILINE))
    assert found == set(Playbook.__struct_fields__)


@pytest.mark.parametrize("own", toml_in("docs/playbook.md"))
def test_examples_of_a_playbook_can_be_used(own: str) -> None:
    assert msgspec.to_builtins(parse_playbook(default_text(), own)) != msgspec.to_builtins(
        parse_playbook(default_text())
    )


@pytest.mark.parametrize("own", toml_in("docs/config.md"))
def test_examples_of_settings_can_be_used(own: str, tmp_path: Path) -> None:
    bench = Workbench.open(tmp_path)
    bench.config.write_text(own, encoding="utf-8")
    assert load(bench).rep == tomllib.loads(own)["rep"]


def test_pictures_ask_the_network_for_nothing() -> None:
    pictures = sorted(ROOT.glob("docs/img/*.svg"))
    assert pictures
    asking = re.compile(r"@font-face|url\([^#]|href=")
    assert [path.name for path in pictures if asking.search(path.read_text("utf-8"))] == []
