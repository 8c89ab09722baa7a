"""Workbenches for the journeys: lists to call, and what the session's file says afterwards."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from callbench.domain.records import Prospect
from callbench.store.lists import ProspectList, write_list
from callbench.store.workbench import Workbench

ALWAYS_OPEN = """
[hours]
opens = 00:00:00
closes = 23:59:59
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
"""
"""A playbook under which everybody may be called whenever the tests happen to run."""

FIRST_NAMES = ("Dana", "Omar", "Lena", "Priya", "Tomos", "Grace")
LAST_NAMES = (
    "Whitfield",
    "Haddad",
    "Fischer",
    "Nair",
    "Ellery",
    "Oduya",
    "Marsh",
    "Penrose",
    "Quill",
    "Stroud",
)


def people(count: int = 60) -> list[Prospect]:
    """Invented people in London, in list order."""
    return [
        Prospect(
            id=f"prospect-{number}",
            name=f"{FIRST_NAMES[number % 6]} {LAST_NAMES[number // 6 % 10]}",
            company=f"Harbour {number} Ltd",
            phone=f"+442079460{number:03}",
            zone="Europe/London",
            reason="rates change on the first",
        )
        for number in range(count)
    ]


def a_home(root: Path, prospects: list[Prospect] | None = None) -> Path:
    """A workbench with one list, whose people may be called at any hour."""
    workbench = Workbench.open(root / "home")
    workbench.playbook.write_text(ALWAYS_OPEN)
    people_to_call = people(12) if prospects is None else prospects
    write_list(
        workbench,
        ProspectList(
            slug="harbour",
            title="Harbour",
            imported_at=datetime(2026, 11, 1, 9, tzinfo=UTC),
            prospects=tuple(people_to_call),
        ),
    )
    return workbench.root


def a_lead_file(path: Path, count: int = 60) -> Path:
    """The same people as a CRM would export them."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["First Name", "Last Name", "Company", "Phone", "Email", "Lead Source"])
        for number, prospect in enumerate(people(count)):
            first, _, last = prospect.name.partition(" ")
            local = f"020 7946 0{number:03}"
            rows.writerow([first, last, prospect.company, local, f"p{number}@example.com", "fair"])
    return path


def session_path(home: Path) -> Path:
    """The file of the one session there is."""
    (path,) = (home / "sessions").glob("*.json")
    return path


def session_of(home: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The session and its calls, as any reader of JSON would have them."""
    document = json.loads(session_path(home).read_text("utf-8"))
    (session,) = document["session"].values()
    return session, list(document.get("calls", {}).values())


def in_two_weeks() -> datetime:
    """Three in the afternoon in London, in two weeks: exact, whatever day it is today."""
    there = datetime.now(ZoneInfo("Europe/London")) + timedelta(days=14)
    return there.replace(hour=15, minute=0, second=0, microsecond=0)
