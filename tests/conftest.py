"""What all tests share."""

from __future__ import annotations

import os
import shutil
import tempfile

import pytest


def pytest_configure(config: pytest.Config) -> None:
    """Keep the indexes of the tests, and of programs that they start, out of the user's cache."""
    folder = tempfile.mkdtemp(prefix="callbench-tests-")
    os.environ["CALLBENCH_CACHE"] = folder
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
