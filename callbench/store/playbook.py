"""Reading the playbook: the one that ships, with the rep's own laid over it."""

from __future__ import annotations

from pathlib import Path

import msgspec

import callbench.domain
from callbench.domain.playbook import Playbook, PlaybookError, parse_playbook

__all__ = ["PACKED", "default_text", "load_playbook", "packed"]

_DEFAULT = Path(callbench.domain.__file__).parent / "default_playbook.toml"
"""The playbook that ships with callbench."""

PACKED = _DEFAULT.with_suffix(".json")
"""The same as JSON, written by `make playbook`: to read TOML would be a thirtieth of the start."""


def default_text() -> str:
    """The TOML text of the playbook that ships with callbench."""
    return _DEFAULT.read_text("utf-8")


def packed(text: str) -> bytes:
    """What the file `PACKED` holds for a default playbook of this TOML text."""
    return msgspec.json.format(msgspec.json.encode(parse_playbook(text)), indent=1) + b"\n"


def load_playbook(own: Path) -> Playbook:
    """The playbook in force; `own` need not exist.

    Raises:
        PlaybookError: the rep's file can't be used; names file, key and what is allowed.
    """
    try:
        # Some editors put a byte order mark before the text, which TOML does not know.
        text = own.read_text("utf-8-sig")
    except FileNotFoundError:
        return msgspec.json.decode(PACKED.read_bytes(), type=Playbook)
    except OSError as error:
        raise PlaybookError(f"{own}: can't be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise PlaybookError(
            f"{own}: byte {error.start} is not UTF-8: save the file as UTF-8"
        ) from None
    return parse_playbook(default_text(), text, source=str(own))
