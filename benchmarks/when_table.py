"""Compares the reader of days and times with bare ``dateutil.parser.parse``.

The phrases are those of the test suite, with the answers that the policy in docs/when.md asks for.
``python benchmarks/when_table.py`` prints the table of that page and, on standard error, the time
a phrase takes here; with ``--write`` it puts the table into the page.
"""

from __future__ import annotations

import os
import sys
import time
import tomllib
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil import parser

from callbench.domain.when import DateOrder, read

_ROOT = Path(__file__).parents[1]
_CASES = _ROOT / "tests" / "domain" / "when_cases.toml"
_PAGE = _ROOT / "docs" / "when.md"
_BEGIN, _END = "<!-- table: benchmarks/when_table.py -->\n", "<!-- end of table -->\n"


class Case(NamedTuple):
    """A phrase, what it is read against, and the instant it means, if it means one."""

    text: str
    now: datetime
    zone: str
    their_zone: str | None
    order: DateOrder
    expected: datetime | None


Reader = Callable[[Case], datetime | None]


def cases() -> Iterator[Case]:
    """Every case of the test suite."""
    for group in tomllib.loads(_CASES.read_text("utf-8")).values():
        now = datetime.fromisoformat(group["now"]).replace(tzinfo=ZoneInfo(group["zone"]))
        for line in group["phrases"].strip().splitlines():
            text, _, answer = line.rpartition(" => ")
            yield Case(
                text,
                now,
                group["zone"],
                group.get("their_zone"),
                group.get("order", "none"),
                _instant(answer, group["zone"]),
            )


def _instant(answer: str, zone: str) -> datetime | None:
    """The instant of an answer, None for vague and impossible ones."""
    if not answer[0].isdigit():
        return None
    words = answer.split()
    place = next((word[1:] for word in words[2:] if word[0] == "@"), zone)
    return datetime.fromisoformat(f"{words[0]} {words[1]}").replace(tzinfo=ZoneInfo(place))


def by_callbench(case: Case) -> datetime | None:
    """The instant that callbench reads."""
    return read(
        case.text,
        now=case.now,
        zone=case.zone,
        their_zone=case.their_zone,
        date_order=case.order,
    ).starts_at


def by_dateutil(case: Case) -> datetime | None:
    """The instant that dateutil reads, today filling in what is missing."""
    default = case.now.replace(hour=0, minute=0, tzinfo=None)
    try:
        found = parser.parse(case.text, default=default, dayfirst=case.order == "dmy")
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=ZoneInfo(case.zone))


def table(readers: dict[str, Reader]) -> str:
    """The comparison as a Markdown table."""
    known = list(cases())
    exact = sum(case.expected is not None for case in known)
    rows = [
        f"| reader | right of {exact} exact | wrong | refused "
        f"| invented of {len(known) - exact} others | silently wrong |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, reader in readers.items():
        pairs = [(case.expected, reader(case)) for case in known]
        right = sum(bool(want and got and _same(want, got)) for want, got in pairs)
        wrong = sum(bool(want and got and not _same(want, got)) for want, got in pairs)
        refused = sum(bool(want and not got) for want, got in pairs)
        invented = sum(bool(got and not want) for want, got in pairs)
        share = f"{100 * (wrong + invented) / len(known):.1f} %"
        rows.append(f"| {name} | {right} | {wrong} | {refused} | {invented} | {share} |")
    return "\n".join(rows) + "\n"


def _same(one: datetime, other: datetime) -> bool:
    """Whether it is one wall time in zones of one offset; an hour that comes twice is one."""
    return one.replace(fold=0).astimezone(UTC) == other.replace(fold=0).astimezone(UTC)


def milliseconds(reader: Reader) -> float:
    """The median time of a phrase."""
    spent = []
    for case in cases():
        begin = time.perf_counter()
        reader(case)
        spent.append(time.perf_counter() - begin)
    return 1000 * median(spent)


def main() -> None:
    """Print the table, or write it into the page."""
    warnings.simplefilter("ignore")
    # dateutil knows the names of the machine's own zone; in UTC the table is the same anywhere.
    os.environ["TZ"] = "UTC"
    if hasattr(time, "tzset"):
        time.tzset()
    readers: dict[str, Reader] = {
        "callbench": by_callbench,
        "`dateutil.parser.parse`": by_dateutil,
    }
    text = table(readers)
    sys.stdout.write(text)
    for name, reader in readers.items():
        sys.stderr.write(f"{name}: {milliseconds(reader):.2f} ms a phrase\n")
    if "--write" in sys.argv[1:]:
        page = _PAGE.read_text("utf-8")
        before, _, rest = page.partition(_BEGIN)
        _, _, after = rest.partition(_END)
        _PAGE.write_text(f"{before}{_BEGIN}\n{text}\n{_END}{after}", "utf-8")


if __name__ == "__main__":
    main()
