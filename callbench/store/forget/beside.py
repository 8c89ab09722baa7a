"""Files that aren't records: drafts, calendar files, reports, rejected rows, remains of writes."""

from __future__ import annotations

import csv
import email
import email.policy
import io
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from callbench.domain.short_ids import short_id
from callbench.store.atomic import TEMPORARY_SUFFIX, read_regular
from callbench.store.config import load
from callbench.store.errors import StoreError
from callbench.store.forget.step import UNDO_FOLDER, Step
from callbench.store.forget.traces import Traces
from callbench.store.workbench import Workbench

__all__ = [
    "calendar_steps",
    "outbox_steps",
    "rejected_steps",
    "temporary_steps",
    "text_of",
    "without_rows",
]


def outbox_steps(workbench: Workbench, traces: Traces, calls: Iterable[str]) -> Iterator[Step]:
    """Drafts and calendar files of their calls, and what else names them: all can be made again."""
    marks = tuple(f"-{short_id(call)}" for call in calls)
    for path in sorted(workbench.outbox.glob("*")):
        if not path.is_file():
            continue
        text = text_of(path)
        # A report of a block names everybody, those of one word among them; so does the feed.
        of_all = path.suffix == ".md" or path.name == "agenda.ics"
        reported = of_all and any(name in text for name in traces.names)
        if path.stem.endswith(marks) or reported or traces.name_is_in(text):
            yield Step(path)


def calendar_steps(workbench: Workbench, calls: Iterable[str]) -> Iterator[Step]:
    """Their events in the calendar folder of the settings, each named after its call."""
    folder = load(workbench).calendar_folder
    for call in sorted(calls) if folder else ():
        path = Path(folder).expanduser() / f"{call}@callbench.ics"
        if call.isalnum() and path.is_file():
            yield Step(path)


def rejected_steps(workbench: Workbench, traces: Traces) -> Iterator[Step]:
    """Tables of rejected rows that have theirs among them."""
    for path in sorted(workbench.rejected.glob("*.csv")):
        with suppress(StoreError, csv.Error):  # A link or no table, which is none of ours.
            _, removed = without_rows(read_regular(path)[0], traces)
            if removed:
                yield Step(path, {"rows": removed})


def without_rows(data: bytes, traces: Traces) -> tuple[bytes, int]:
    """A table without the rows that name them, and how many those were."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8", "replace"), newline="")))
    kept = [row for row in rows if not traces.are_in("\n".join(row))]
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(kept)
    return out.getvalue().encode(), len(rows) - len(kept)


def temporary_steps(workbench: Workbench, traces: Traces) -> Iterator[Step]:
    """Remains of writes that were cut off."""
    for folder in (*workbench.folders, workbench.lists / UNDO_FOLDER):
        for path in folder.glob(f".*{TEMPORARY_SUFFIX}"):
            if traces.are_in(text_of(path)):
                yield Step(path)


def text_of(path: Path) -> str:
    """A file as text: as it stands, and as what a mail or calendar program makes of it."""
    try:
        data, _ = read_regular(path)
    except (OSError, StoreError):
        return ""
    text = data.decode("utf-8", "replace")
    if path.suffix == ".eml":
        return f"{text}\n{_mail_text(data)}"
    return text + text.replace("\r\n ", "") if path.suffix == ".ics" else text


def _mail_text(data: bytes) -> str:
    message = email.message_from_bytes(data, policy=email.policy.default)
    body = message.get_body(("plain",))
    headers = "\n".join(str(value) for value in message.values())
    return f"{headers}\n{body.get_content() if body is not None else ''}"
