"""The command that reads a phrase as an exact day and time."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, cast, get_args
from zoneinfo import ZoneInfo

import click
import msgspec
from msgspec.structs import replace

from callbench.cli.options import CommandError, home_option, workbench_unopened
from callbench.cli.output import print_line, print_plain
from callbench.domain.text import one_line
from callbench.domain.when import DateOrder, Hours, Reading, distance, read, spoken
from callbench.store.config import settings_in
from callbench.store.errors import StoreError

_ORDERS: Final = get_args(DateOrder)
_LONGEST_LINE: Final = 100_000
"""Characters of an input line that are looked at."""


class Request(msgspec.Struct, frozen=True):
    """A phrase with what it is read against."""

    text: str
    now: datetime
    zone: str
    their_zone: str | None
    date_order: DateOrder
    hours: Hours = Hours()

    def answer(self) -> Reading:
        """The reading of the phrase.

        Raises:
            ValueError: if a zone is unknown.
        """
        return read(
            self.text,
            now=self.now,
            zone=self.zone,
            their_zone=self.their_zone,
            date_order=self.date_order,
            hours=self.hours,
        )


@click.command(name="when")
@click.argument("text")
@click.option("--now", help="The present, ISO 8601; without an offset it is in --zone.")
@click.option(
    "--zone", help="IANA time zone of the rep.  [default: your settings', else this machine's]"
)
@click.option("--their-zone", help='IANA time zone of the prospect, for "their time".')
@click.option(
    "--date-order",
    type=click.Choice(_ORDERS),
    help="How 3/4 is read; with none it is asked about.  [default: your settings', else none]",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON; with - read JSON lines too.")
@home_option
@click.pass_context
def when_command(
    ctx: click.Context,
    text: str,
    now: str | None,
    zone: str | None,
    their_zone: str | None,
    date_order: str | None,
    as_json: bool,
    home: Path | None,
) -> None:
    """Say which instant TEXT means, or why it means none.

    With - as TEXT, phrases are read from standard input, one a line. The exit status is 0 when
    every phrase is exact, and 1 otherwise.
    """
    given = _settings(home)
    zone = zone or given.get("zone") or machine_zone()
    order = date_order or given.get("date_order", "none")
    try:
        request = _request(text, now, zone, their_zone, order)
        request = replace(request, hours=_hours(given))
        first = request.answer()
    except ValueError as error:
        raise click.UsageError(one_line(str(error))) from error
    answers = _answers(request, as_json) if text == "-" else iter([(request, first)])
    exact = True
    for asked, reading in answers:
        exact = exact and reading.kind == "exact"
        if as_json:
            print_plain(json.dumps(as_plain(reading)))
        else:
            print_line(one_line(_line(asked, reading)))
    ctx.exit(0 if exact else 1)


def _settings(home: Path | None) -> dict[str, Any]:
    """What the rep has set themselves; what only the machine suggests decides no date.

    Raises:
        CommandError: a setting can't be used.
    """
    try:
        return settings_in(workbench_unopened(home).config)
    except StoreError as error:
        raise CommandError(str(error)) from error


def _hours(given: Mapping[str, Any]) -> Hours:
    """The clock constants as the rep has set them."""
    hours = Hours()
    if "working_hours" in given:
        opens, closes = given["working_hours"]
        hours = replace(hours, opens=opens.hour, closes=closes.hour)
    named = {key: given[key] for key in ("first_thing", "end_of_day") if key in given}
    return replace(hours, **named)


def _request(
    text: str, now: str | None, zone: str, their_zone: str | None, date_order: str
) -> Request:
    """The request that the options make.

    Raises:
        ValueError: if the zone is unknown or the moment can't be read.
    """
    _check_zone("zone", zone)
    _check_zone("their_zone", their_zone)
    moment = datetime.now(UTC) if now is None else _moment(now, zone)
    return Request(text, moment, zone, their_zone, cast("DateOrder", date_order))


def _check_zone(field: str, zone: str | None) -> None:
    """Make sure that a zone is one, and say of which field it isn't.

    Raises:
        ValueError: there is no such zone.
    """
    if zone is None:
        return
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{field}: no such time zone: {zone[:40]!r}") from error


def _moment(text: str, zone: str) -> datetime:
    """An ISO 8601 moment; without an offset it is in the zone, which there has to be.

    Raises:
        ValueError: if it is no moment.
    """
    try:
        moment = datetime.fromisoformat(text)
        aware = moment if moment.utcoffset() is not None else moment.replace(tzinfo=ZoneInfo(zone))
        return aware.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"now: not an ISO 8601 moment: {text[:40]!r}") from error


def _answers(request: Request, as_json: bool) -> Iterator[tuple[Request, Reading]]:
    """The reading of each line of standard input."""
    for number, line in enumerate(sys.stdin.buffer, 1):
        text = line.decode("utf-8-sig" if number == 1 else "utf-8", "replace").rstrip("\r\n")
        asked = replace(request, text=text)
        try:
            if as_json:
                asked = _from_json(text[:_LONGEST_LINE], request)
            yield asked, asked.answer()
        except ValueError as error:
            message = one_line(f"line {number}: {error}")
            yield request, Reading(kind="impossible", zone=request.zone, message=message)


def _from_json(line: str, request: Request) -> Request:
    """The request of a JSON line, completed by the options.

    Raises:
        ValueError: if it isn't an object of strings with a text, or a value can't be read.
    """
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("not JSON") from error
    if not isinstance(fields, dict):
        raise ValueError("not a JSON object")
    given = {key: fields[key] for key in _FIELDS if fields.get(key) is not None}
    for key, value in given.items():
        if not isinstance(value, str):
            raise ValueError(f"{key} must be a string")
    if "text" not in given:
        raise ValueError("text is missing")
    if given.get("date_order", "none") not in _ORDERS:
        raise ValueError(f"date_order must be one of {', '.join(_ORDERS)}")
    for field in ("zone", "their_zone"):
        _check_zone(field, given.get(field))
    if "now" in given:
        given["now"] = _moment(given["now"], given.get("zone", request.zone))
    return replace(request, **given)


_FIELDS: Final = ("text", "now", "zone", "their_zone", "date_order")


def as_plain(reading: Reading) -> dict[str, Any]:
    """The reading as plain JSON values."""
    return {
        "kind": reading.kind,
        "starts_at": reading.starts_at.isoformat() if reading.starts_at else None,
        "zone": reading.zone,
        "minutes": reading.minutes,
        "spoken": reading.spoken,
        "message": reading.message,
        "candidates": [moment.isoformat() for moment in reading.candidates],
        "suggestion": reading.suggestion,
    }


def _line(request: Request, reading: Reading) -> str:
    """The reading on one line for a person."""
    if reading.starts_at is not None:
        length = f", {reading.minutes} minutes" if reading.minutes else ""
        away = distance(reading.starts_at, request.now)
        return f"exact: {reading.spoken} ({reading.zone}, {away}{length})"
    parts = [f"{reading.kind}: {reading.message}"]
    if reading.candidates:
        parts.append("[" + "; ".join(_named(moment) for moment in reading.candidates) + "]")
    if reading.suggestion:
        parts.append(f'try "{reading.suggestion}"')
    return " ".join(parts)


def _named(moment: datetime) -> str:
    """A candidate with its zone."""
    return f"{spoken(moment)} {moment.tzinfo}"


def machine_zone() -> str:
    """The IANA name of this machine's time zone, UTC where it can't be told."""
    for name in _zone_hints():
        try:
            return ZoneInfo(name.strip().removeprefix(":")).key
        except (KeyError, ValueError, OSError):
            continue
    return "UTC"


def _zone_hints() -> Iterator[str]:
    """Where systems keep the name: TZ, /etc/timezone, the target of /etc/localtime."""
    yield os.environ.get("TZ") or "?"
    with suppress(OSError, UnicodeDecodeError):
        yield Path("/etc/timezone").read_text("utf-8")
    target = os.path.realpath("/etc/localtime")
    yield target.partition("zoneinfo/")[2] or "?"
