"""Paths as a rep writes them."""

from __future__ import annotations

from pathlib import Path


def shown_path(path: Path) -> str:
    """A path as a rep writes it: ``~`` for the home folder."""
    home = Path.home()
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
