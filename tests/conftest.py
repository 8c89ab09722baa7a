"""What all tests share."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile

import pytest
from effort import examples
from hypothesis import HealthCheck, settings

# Else every program that a test starts, and every run of the tests, would compile all modules anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Nothing of what is loaded now is garbage.
gc.disable()

# On top of what Hypothesis takes for a CI; a busy machine is no failure.
settings.register_profile(
    "callbench",
    settings(),
    max_examples=examples(40),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("callbench")


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Keep the indexes of the tests, and of programs that they start, out of the user's cache."""
    folder = tempfile.mkdtemp(prefix="callbench-tests-")
    os.environ["CALLBENCH_CACHE"] = folder
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    # Pytest looks for garbage five times when it leaves, after what was registered last.
    config.add_cleanup(gc.freeze)


def pytest_collection_finish() -> None:
    """Look through what stays as long as the tests do no more, and through the rest more seldom.

    Apps make so many objects that a quarter of the time went into looking for garbage.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
