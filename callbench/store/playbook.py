"""Reading the playbook: the one that ships, with the rep's own laid over it."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from callbench.domain.playbook import Playbook, PlaybookError, parse_playbook


def default_text() -> str:
    """The TOML text of the playbook that ships with callbench."""
    return resources.files("callbench.domain").joinpath("default_playbook.toml").read_text("utf-8")


def load_playbook(own: Path) -> Playbook:
    """The playbook in force; `own` need not exist.

    Raises:
        PlaybookError: the rep's file can't be used; names file, key and what is allowed.
    """
    try:
        # Some editors put a byte order mark before the text, which TOML does not know.
        text = own.read_text("utf-8-sig")
    except FileNotFoundError:
        text = ""
    except OSError as error:
        raise PlaybookError(f"{own}: can't be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise PlaybookError(
            f"{own}: byte {error.start} is not UTF-8: save the file as UTF-8"
        ) from None
    return parse_playbook(default_text(), text, source=str(own))
