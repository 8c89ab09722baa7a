"""From the bytes of a lead file to its text: which encoding, and whether it is text at all."""

from __future__ import annotations

import codecs
import io
import os
import stat
from pathlib import Path

import msgspec

from callbench.exchange.leads.errors import LeadFileError

LARGEST_FILE = 256 * 1024 * 1024
"""Bytes; a hundred times the leads that anybody calls in a year."""

_SAMPLE = 65536
_CHUNK = 1024 * 1024

# What other kinds of files begin with, and what to say about each.
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"\x1f\x8b", "compressed (gzip): unpack it first"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"{\\rtf", "a rich text document: save it as CSV"),
)
_WEB_PAGE = (b"<!doctype html", b"<html", b"<?xml", b"<table")
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_TEXT_CONTROLS = b"\t\n\r\x0b\x0c\x1a\x1b\x00"
_MOST_CONTROLS = 0.05


class Source(msgspec.Struct, frozen=True):
    """A lead file's bytes and how to read them."""

    path: Path
    data: bytes
    encoding: str
    """The codec's name in Python."""
    warning: str = ""
    """What may have been lost in decoding."""

    def open(self) -> io.TextIOWrapper:
        """The text from its beginning, with its line ends as they are."""
        return io.TextIOWrapper(
            io.BytesIO(self.data), encoding=self.encoding, errors="replace", newline=""
        )


def source_of(path: Path, data: bytes) -> Source:
    """Find out the encoding of a file's bytes.

    Raises:
        LeadFileError: It is empty, or isn't text.
    """
    if not data.strip(b"\x00\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise LeadFileError(path, "the file is empty")
    kind = next((kind for start, kind in _SIGNATURES if data.startswith(start)), "")
    if not kind and data[:512].lstrip().lower().startswith(_WEB_PAGE):
        kind = "a web page or XML, not CSV: open it in a spreadsheet and save it as CSV"
    if kind:
        raise LeadFileError(path, f"this is {kind}")
    encoding, warning = _encoding(data)
    source = Source(path, data, encoding, warning)
    if _is_binary(source):
        raise LeadFileError(path, "this is not a text file")
    return source


def read_bytes(path: Path) -> bytes:
    """Read a file once.

    Raises:
        LeadFileError: It can't be read, is no ordinary file, or too large.
    """
    try:
        # A pipe would hold the program for ever, were it opened in the usual way.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _binary_flag())
        with open(descriptor, "rb") as file:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise LeadFileError(path, "not an ordinary file")
            if found.st_size > LARGEST_FILE:
                raise LeadFileError(path, f"larger than {LARGEST_FILE // 1024**2} MB: split it")
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else error.strerror
        raise LeadFileError(path, (reason or "can't be read").lower()) from error
    except ValueError as error:
        raise LeadFileError(path, "not the name of a file") from error


def _binary_flag() -> int:
    return int(getattr(os, "O_BINARY", 0))


def _encoding(data: bytes) -> tuple[str, str]:
    """The codec for these bytes, and what is doubtful about it."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding, _broken(data, encoding)
    if sixteen := _utf16_without_bom(data[:_SAMPLE]):
        return sixteen, _broken(data, sixteen)
    if _is_utf8(data):
        return "utf-8", ""
    bad, good = _count_utf8(data)
    # One damaged character in a page of good ones is damage, not another encoding.
    if good > 4 * bad:
        return "utf-8", _damaged(bad)
    return "cp1252", "not UTF-8: read as Windows-1252; if names look wrong, save it as UTF-8"


def _utf16_without_bom(sample: bytes) -> str:
    """UTF-16 by its zero bytes: in Latin text every second one."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd / half > 0.4 and even / half < 0.1:
        return "utf-16-le"
    if even / half > 0.4 and odd / half < 0.1:
        return "utf-16-be"
    return ""


def _broken(data: bytes, encoding: str) -> str:
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, errors="replace", newline="")
    bad = sum(chunk.count("\ufffd") for chunk in iter(lambda: text.read(_CHUNK), ""))
    return _damaged(bad) if bad else ""


def _damaged(bad: int) -> str:
    return f"{bad:,} characters are damaged" if bad > 1 else "a character is damaged"


def _count_utf8(data: bytes) -> tuple[int, int]:
    """How many characters beyond ASCII are broken as UTF-8, and how many are whole."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    bad = good = 0
    for start in range(0, len(data), _CHUNK):
        text = decoder.decode(data[start : start + _CHUNK], start + _CHUNK >= len(data))
        broken = text.count("\ufffd")
        bad += broken
        good += len(text) - len(text.encode("ascii", "ignore")) - broken
    return bad, good


def _is_utf8(data: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK], start + _CHUNK >= len(data))
    except UnicodeDecodeError:
        return False
    return True


def _is_binary(source: Source) -> bool:
    """Whether the beginning is full of characters that no text has."""
    sample = source.open().read(_SAMPLE)
    odd = sum(char < " " and ord(char) not in _TEXT_CONTROLS for char in sample)
    nuls = sample.count("\x00")
    return (odd + max(0, nuls - 8)) / max(1, len(sample)) > _MOST_CONTROLS
