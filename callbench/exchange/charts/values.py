"""The figures as plain JSON values; docs/figures.md says what each key means."""

from __future__ import annotations

from typing import Any

import msgspec

from callbench.domain.figures import Figures, Rhythm, Week, best_hours, by_hour
from callbench.domain.playbook import WEEKDAYS

_TIMES = ("talk", "dialling", "after_call", "paused", "idle")


def as_plain(figures: Figures) -> dict[str, Any]:
    """The shape that ``stats --json`` promises; a rate of nothing is null."""
    stats = figures.stats
    counts = msgspec.structs.asdict(stats)
    # Promised calls are counted with their promises, below.
    del counts["promised"], counts["promised_on_time"]
    return {
        "since": figures.since.isoformat() if figures.since is not None else None,
        "sessions": figures.sessions,
        **counts,
        "after_call_average": stats.after_call_average,
        "rates": {
            "connect": _rate(stats.connects, stats.calls),
            "conversation": _rate(stats.conversations, stats.connects),
            "meeting": _rate(stats.meetings, stats.conversations),
            "exact_next_step": _rate(stats.next_steps, stats.asked_for_meeting),
            "one_more_issue": _rate(stats.one_more_issue, stats.asked_if_certain),
            "promises_kept": _rate(figures.kept, figures.owed),
        },
        "promises": {
            "kept": figures.kept,
            "late": sum(week.late for week in figures.weeks),
            "missed": sum(week.missed for week in figures.weeks),
        },
        "hours": [
            {"weekday": WEEKDAYS[day], "hour": hour, **msgspec.structs.asdict(cell)}
            for (day, hour), cell in figures.hours.items()
        ],
        "by_hour": [
            {"hour": hour, **msgspec.structs.asdict(cell)}
            for hour, cell in by_hour(figures.hours).items()
        ],
        "best_hours": [hour for hour, _ in best_hours(figures.hours)],
        "weeks": [_week(week) for week in figures.weeks],
        "attempts": [msgspec.structs.asdict(step) for step in figures.attempts],
        "last_block": _block(figures.last) if figures.last is not None else None,
    }


def _week(week: Week) -> dict[str, Any]:
    return {
        "week": week.label,
        "monday": week.monday.isoformat(),
        "calls": week.calls,
        "connects": week.connects,
        "conversations": week.conversations,
        "meetings": week.meetings,
        "dispositions": dict(week.dispositions),
        "kept": week.kept,
        "late": week.late,
        "missed": week.missed,
    }


def _block(block: Rhythm) -> dict[str, Any]:
    slots = [
        {
            "at": slot.at.isoformat(),
            "calls": slot.calls,
            "connects": slot.connects,
            "conversations": slot.conversations,
            **{f"{name}_seconds": getattr(slot, name) for name in _TIMES},
        }
        for slot in block.slots
    ]
    return {
        "session": block.session.id,
        "started_at": block.begin.isoformat(),
        "ended_at": block.end.isoformat(),
        **{f"{name}_seconds": getattr(block, name) for name in _TIMES},
        "slots": slots,
    }


def _rate(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
