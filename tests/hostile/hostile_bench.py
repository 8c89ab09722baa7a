"""A workbench whose every text is hostile, and a walk through every screen that shows one."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from rich.segment import Segment
from textual.color import Color

sys.path += [str(Path(__file__).parent.parent / "tui"), str(Path(__file__).parent.parent)]

from block_bench import Rep, text_on
from builders import NOW, FakeClock
from rep_keys import until

from callbench.store.workbench import Workbench
from callbench.tui.context import Context, open_context
from callbench.tui.literal import LiteralFilter

__all__ = [
    "SENT",
    "Make",
    "Rep",
    "Watch",
    "a_hostile_bench",
    "a_hostile_home",
    "controls",
    "huge",
    "markup",
    "mixed",
    "walk",
    "widths",
]

Make = Callable[[str], str]
"""Makes a hostile text of the name of its field."""

CONTROLS = (
    "\x1b]0;owned\x07",
    "\x1b]52;c;b3duZWQ=\x07",
    "\x1b]8;;https://example.com\x1b\\link\x1b]8;;\x1b\\",
    "\x1b[31;1H\x1b[41mred\x1b[6n",
    "\x1bP+q544e\x1b\\\x1b_app\x1b\\\x1b^pm\x1b\\\x1bc",
    "\x9b31mcsi\x9d0;osc\x9c\x90dcs\x9c",
    "\x00\x07\x08\x0b\x0c\x0e\x0f\x7f\x85",
    "\u202egnihton\u202c\u2066x\u2069\u200e\u200f\u061c",
    "\ud83d half",
)
"""What a terminal obeys, each of another kind."""

SENT = (
    "\x1b]0;owned",
    "\x1b]52;",
    "\x1b]8;",
    "\x1b[41mred",
    "\x1b[6n",
    "\x1bP+q",
    "\x1b_app",
    "\x9b",
    "\x9d",
)
"""Of these, nothing may reach a terminal, whatever else does."""


def markup(field: str) -> str:
    """Everything that Textual or Rich would read as more than text."""
    return f"[{field}] [b]x[/b] [@click=app.stop]y[/] $text [link=file:///]l[/link] [/ \\[z] [["


def controls(field: str) -> str:
    """Everything that a terminal would obey."""
    return f"[{field}]" + "".join(CONTROLS)


def widths(field: str) -> str:
    """Everything whose width is not its length."""
    wide = "漢字かな한글" + "👩\u200d👩\u200d👧\u200d👦🏳\ufe0f\u200d🌈🇬🇧" + "ﷺ"
    floods = "e" + "\u0301" * 60 + "\u200b" * 40 + "\u200d" * 3 + "京"
    return f"[{field}]{wide}{floods}عربى עברית\u0600"


def huge(field: str) -> str:
    """Too much of everything, with nowhere to break it."""
    return f"[{field}]{'x' * 9000}漢"


def mixed(field: str) -> str:
    """One of the first three, the same one for the same field."""
    return (markup, controls, widths)[zlib.crc32(field.encode()) % 3](field)


def a_hostile_home(root: Path, make: Make) -> Path:
    """A workbench with a hostile text in every field of every file."""
    workbench = Workbench.open(root / "home")
    (workbench.lists / "[b]li[st.json").write_text(json.dumps(_list(make)))
    for number in range(3):
        path = workbench.sessions / f"2026-11-{17 + number}T0900.json"
        path.write_text(json.dumps(_session(make, number)))
    broken = '{"session": {"1": {"id": "[b", "title": 5}}, "[@click=app.stop]": {}}'
    (workbench.sessions / "[@click=app.stop]x[.json").write_text(broken)
    workbench.config.write_text(_settings(make))
    workbench.playbook.write_text(_playbook(make))
    (root / "[b]leads[.csv").write_bytes(_leads(make))
    return workbench.root


def a_hostile_bench(root: Path, make: Make) -> Context:
    """The same, opened on a Tuesday morning."""
    home = a_hostile_home(root, make)
    clock = FakeClock(NOW, timedelta(milliseconds=1))
    return open_context(Workbench.open(home), clock=clock)


def _list(make: Make) -> dict[str, Any]:
    prospects = {
        str(number): {
            "id": f"prospect-{number}",
            "name": make(f"name{number}"),
            "company": make("company"),
            "title": make("title"),
            "phone": f"+44207946001{number}" if number != 3 else make("phone"),
            "extension": make("extension"),
            # Whoever shares an address is one person.
            "email": make("email" if number == 2 else f"email{number}"),
            "zone": "Europe/London",
            "country": make("country"),
            "city": make("city"),
            "notes": make("notes"),
            "reason": make("reason") if number != 2 else "",
            "news": make("news"),
            "tags": [make("tag"), "freight"],
            "referred_by": make("referrer"),
            "extra": {make("column"): make("cell")},
        }
        for number in (1, 2, 3, 4)
    }
    head = {"title": make("list"), "source": make("source"), "region": make("region")}
    head["imported_at"] = "2026-11-01T09:00:00+00:00"
    return {"list": {"1": head}, "prospects": prospects}


def _session(make: Make, number: int) -> dict[str, Any]:
    day = f"2026-11-{17 + number}"
    ref = {"id": "prospect-1", "name": make("name1"), "company": make("company")}
    ref["phone"] = "+442079460011"
    step = {
        "starts_at": f"{day}T15:00:00+00:00",
        "wall": make("wall"),
        "zone": make("zone"),
        "their_zone": make("theirs"),
        "channel": make("channel"),
        "reason": make("why"),
    }
    call = {
        "id": f"call-{number}",
        "prospect": ref,
        "attempt": 1,
        "kind": make("kind"),
        "dialled_at": f"{day}T09:00:00+00:00",
        "ended_at": f"{day}T09:01:00+00:00",
        "wrapped_at": f"{day}T09:02:00+00:00",
        "disposition": ("interested", make("how"), "no-accepted")[number],
        "note": f"{make('note')}\n? {make('question')}\n+ {make('problem')}\n> {make('promise')}",
        "answers": {
            "questions": {"answer": make("answer"), "detail": make("detail")},
            make("asked"): {"answer": "no", "detail": make("more")},
            "next-meeting": {"answer": "booked"},
        },
        "next_step": step if number < 2 else None,
        "told": [make("told")],
        "addenda": [{"at": f"{day}T10:00:00+00:00", "text": make("added"), "kind": "note"}],
    }
    if number == 1:
        call["prospect"] = {**ref, "id": make("id"), "name": make("stranger")}
    session = {
        "id": f"session-{number}",
        "title": make("session"),
        "started_at": f"{day}T09:00:00+00:00",
        "ended_at": f"{day}T10:00:00+00:00" if number != 1 else None,
        "rep": make("rep"),
        "zone": make("zone"),
        "lists": ["[b]li[st"],
        "drafts": {"prospect-2": make("draft")},
    }
    return {"session": {"1": session}, "calls": {"1": call}}


def _settings(make: Make) -> str:
    return f"rep = {_toml(make('me'))}\nzone = 'Europe/London'\ntheme = {_toml(make('theme'))}\n"


def _playbook(make: Make) -> str:
    """The default one with other words."""
    from callbench.store.playbook import default_text

    text = default_text()
    for label in ("no answer", "voicemail", "interested", "no, accepted"):
        text = text.replace(f'label = "{label}"', f"label = {_toml(make(label.split(',')[0]))}", 1)
    for prompt in ("Any other questions?", "100% sure?", "Next meeting booked?"):
        text = text.replace(f'prompt = "{prompt}"', f"prompt = {_toml(make('prompt'))}", 1)
    text = text.replace('detail = "What do they ask?"', f"detail = {_toml(make('placeholder'))}", 1)
    story = f"id = 'hostile'\ntitle = {_toml(make('story'))}\ntext = {_toml(make('told'))}\n"
    cue = _toml(make("cue"))
    own = f"\n[cues]\nfirst = [{cue}]\nfollow-up = [{cue}]\npromised = [{cue}]\n"
    head, _, _rest = text.partition("\n[cues]")
    dispositions = head[head.index("[[dispositions]]") : head.index("# ---", 2000)]
    questions = head[head.index("[[questions]]") :].partition("# ---")[0]
    always = "\n[hours]\nopens = 00:00:00\ncloses = 23:59:59\n"
    days = 'days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]\n'
    return f"{dispositions}{questions}{always}{days}{own}\n[[stories]]\n{story}tags = ['freight']\n"


def _leads(make: Make) -> bytes:
    cells = [make(field).replace('"', "'") for field in ("name", "company", "title", "odd")]
    row = ",".join(f'"{cell}"' for cell in cells)
    head = f'Name,Company,Job Title,"{make("header")}",Phone'
    return f"{head}\n{row},020 7946 0111\n{row},\n".encode("utf-8", "replace")


def _toml(text: str) -> str:
    """A TOML string, which can't hold half a surrogate pair."""
    escaped = (
        sign if sign.isprintable() and sign not in '"\\' else f"\\U{ord(sign):08x}"
        for sign in text.encode("utf-8", "replace").decode()
    )
    return f'"{"".join(escaped)}"'


class Watch:
    """Looks at what is painted, before and after the last filter."""

    def __init__(self) -> None:
        self.caught: list[str] = []
        """What the last filter had to take out: it should never have come that far."""
        self.seen: set[str] = set()
        """Every line that was on a screen."""

    def apply(self, real: Any) -> Any:
        """The filter, watched."""

        def apply(this: LiteralFilter, segments: list[Segment], background: Color) -> Any:
            clean = real(this, segments, background)
            if clean is not segments:
                self.caught.append("".join(text for text, _, _ in segments))
            return clean

        return apply

    def look(self, rep: Rep) -> None:
        """Everything on the screen is aligned, and nothing in it can be clicked."""
        width = rep.app.size.width
        for strip in rep.screen._compositor.render_strips():
            assert strip.cell_length == width, strip.text
            for segment in strip:
                clicked = segment.style.meta.get("@click") if segment.style else None
                assert clicked is None or "app.stop" not in str(clicked), segment
        self.seen.update(text_on(rep.app).split("\n"))


async def walk(rep: Rep, leads: Path, look: Callable[[], None]) -> None:
    """Every screen and every state of it that shows something from a file or the keyboard."""
    for keys in _keys(leads):
        await rep.press(*keys)
        # Not by `wait_for_complete`, to which a worker that makes way for another is an error.
        await until(rep.pilot, lambda: all(worker.is_finished for worker in rep.app.workers))
        look()


def _keys(leads: Path) -> Iterator[tuple[str, ...]]:
    # The start screen, its keys and the palette.
    yield ()
    yield ("question_mark",)
    yield ("escape",)
    # The import: a file, its preview, and what became of it.
    yield ("i",)
    yield (*str(leads), "enter")
    yield ("enter",)
    # The review: sessions, calls, a call, its timeline, an addendum, a search and its hits.
    yield ("r",)
    yield ("j",)
    yield ("tab",)
    yield ("f",)
    yield ("p",)
    yield ("home",)
    yield ("pagedown",)
    yield ("end",)
    yield ("escape",)
    yield ("a", *"ad[b]d[/")
    yield ("enter",)
    yield ("slash", *"x")
    yield ("enter",)
    yield ("v",)
    yield ("tab",)
    yield ("escape",)
    yield ("q",)
    # The agenda: every line of it, and the sheet that moves a promise.
    yield ("g",)
    for _ in range(6):
        yield ("j",)
    yield ("home", "k", "k", "k", "k", "k", "k", "k")
    yield ("m",)
    yield (*"[b]tue 3pm[/",)
    yield ("enter",)
    yield ("escape",)
    yield ("escape",)
    # The block: gone on with, its queue, filter, sheet, track, and a call with everything.
    yield ("enter",)
    yield ("i",)
    yield ("escape",)
    yield ("j",)
    yield ("slash", *"[b]")
    yield ("escape",)
    yield ("t",)
    yield ("i",)
    yield (*"[b]w[/",)
    yield ("ctrl+s",)
    yield ("t",)
    yield ("n", *"dra[b]ft[/")
    yield ("escape", "d")
    yield ("d",)
    yield (*"? [b]no[/te", "enter", *"> tue 3pm")
    yield ("f8",)
    yield ("i",)
    yield ("y", *"[/b]?")
    yield ("enter", "n", "y")
    yield (*"[b]",)
    yield ("enter",)
    yield ("ctrl+s", "ctrl+s")
    yield ("m",)
    yield ("escape",)
    yield ("1",)
    yield ("u",)
    yield ("ctrl+o",)
    yield ("escape",)
    yield ("ctrl+p",)
    yield ("a",)
    yield ("escape",)
    yield ("question_mark",)
    yield ("escape",)
    yield ("Q",)
    yield ("m",)
    yield ("r",)
    yield ("q",)
