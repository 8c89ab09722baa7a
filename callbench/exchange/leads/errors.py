"""Why a lead file can't be taken."""

from __future__ import annotations

from pathlib import Path

from callbench.domain.text import one_line


class LeadFileError(Exception):
    """The file as a whole can't be read; the message is one line that names it."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path = path
        """The file that it is about."""
        self.problem = problem
        """What is wrong with it, and what to do."""
        super().__init__(one_line(f"{path.name}: {problem}"))
