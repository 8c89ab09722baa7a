"""The lines of vCards (RFC 6350, RFC 2426 and the older 2.1), unfolded and taken apart.

A reader of our own: what there is on PyPI knows no vCard 4.0, stops at the first property that is
not as it should be, and brings a second library of time zones. What phones and Outlook write is
never quite right, and a card is too good a lead to be lost for that.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

import msgspec

_LINE = re.compile(
    r"(?:(?P<group>[A-Za-z0-9-]+)\.)?(?P<name>[A-Za-z0-9-]+)"
    r"(?P<parameters>(?:;(?:[^\":;]|\"[^\"]*\")*)*):(?P<value>.*)",
    re.DOTALL,
)
_PARAMETER = re.compile(r";((?:[^\":;]|\"[^\"]*\")*)")
_PIECE = re.compile(r"\\.|[^\\;,]+|[;,]|\\$", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LONGEST = 1_000_000
"""Characters of a line once unfolded; what is longer is a picture."""


class Property(msgspec.Struct, frozen=True, gc=False):
    """One property of a card."""

    line: int
    """Number of the line where it begins, from 1."""
    name: str
    """In capitals."""
    value: str
    """As it stands, its escapes in it."""
    group: str = ""
    kinds: tuple[str, ...] = ()
    """What ``TYPE`` says, in small letters; in the older form without its name."""
    parameters: Mapping[str, str] = {}
    """The others, by name in capitals."""


def read_properties(lines: Iterable[str]) -> Iterator[Property]:
    """Every property; a line that is none goes by no name and has all of its text as value."""
    for number, text in _unfolded(lines):
        found = _LINE.fullmatch(text)
        if found is None:
            yield Property(number, "", text)
            continue
        kinds, parameters = _parameters(found["parameters"])
        value = found["value"]
        if parameters and parameters.get("ENCODING", "").upper() in {"QUOTED-PRINTABLE", "Q"}:
            value = _printable(value, parameters.get("CHARSET", ""))
        group = (found["group"] or "").casefold()
        yield Property(number, found["name"].upper(), value, group, kinds, parameters)


def _unfolded(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Lines as they were before they were folded, with the number of the first of each."""
    parts: list[str] = []
    begun, length, soft = 0, 0, False
    for number, line in enumerate(lines, start=1):
        text = line.rstrip("\r\n").removeprefix("\ufeff" if number == 1 else "")
        if not text.strip():
            soft = False
            continue
        if parts and (soft or text[0] in " \t"):
            # A soft line break of quoted-printable ends in "=", and isn't indented.
            piece = text if soft else text[1:]
        else:
            if parts:
                yield begun, "".join(parts)
            parts, begun, length, piece = [], number, 0, text
        length += len(piece)
        soft = piece.endswith("=") and _is_printable(parts[0] if parts else piece)
        if length <= _LONGEST:
            parts.append(piece[:-1] if soft else piece)
    if parts:
        yield begun, "".join(parts)


def _is_printable(text: str) -> bool:
    return "QUOTED-PRINTABLE" in text.partition(":")[0].upper()


def _printable(value: str, charset: str) -> str:
    raw = quopri.decodestring(value.encode("utf-8", "replace"))
    for encoding in (charset, "utf-8"):
        try:
            return raw.decode(encoding or "utf-8")
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("cp1252", "replace")


@lru_cache(maxsize=256)
def _parameters(text: str) -> tuple[tuple[str, ...], Mapping[str, str]]:
    """What stands between name and value; the cards of a file have few such texts."""
    kinds: list[str] = []
    others: dict[str, str] = {}
    for part in _PARAMETER.findall(text):
        name, sign, value = part.partition("=")
        name, value = name.strip().upper(), value.replace('"', "")
        if name == "TYPE":
            kinds += value.casefold().split(",")
        elif sign:
            others[name] = value
        elif name in {"QUOTED-PRINTABLE", "BASE64"}:
            others["ENCODING"] = name
        else:
            kinds.append(name.casefold())
    return tuple(kind.strip() for kind in kinds if kind.strip()), others


def components(value: str, between: str) -> list[str]:
    """The parts of a value between signs that are not escaped, each as plain text."""
    parts = [""]
    for piece in _PIECE.findall(value):
        if piece == between:
            parts.append("")
        else:
            parts[-1] += piece
    return [plain(part) for part in parts]


def plain(value: str) -> str:
    """A value without its escapes."""
    if "\\" in value:
        value = _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
    return value.strip()
