"""The folder for what can be made again, or found again: outside the workbench, private."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from callbench.store.errors import unusable

__all__ = ["usable_folder"]


def usable_folder() -> Path:
    """The cache folder, or one for temporary files where nothing can be written there.

    Raises:
        StoreError: neither can be used.
    """
    cache = _cache_folder()
    user = os.getuid() if hasattr(os, "getuid") else os.getpid()
    try:
        return _private(cache)
    except OSError as error:
        with suppress(OSError):
            return _private(Path(tempfile.gettempdir(), f"callbench-{user}"))
        raise unusable(cache, error) from error


def _cache_folder() -> Path:
    if folder := os.environ.get("CALLBENCH_CACHE", "").strip():
        return Path(folder).expanduser().absolute()
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("callbench", appauthor=False))


def _private(folder: Path) -> Path:
    """The folder, made where it is missing, ours alone and writable.

    Raises:
        OSError: it isn't, and can't be.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat() if folder.is_symlink() else folder.stat()
    if os.name != "nt":
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid():
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM), str(folder))
        if found.st_mode & 0o077:
            folder.chmod(0o700)
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
    return folder
