"""Commands as a rep types them: one line, taken apart into a list of arguments, never a shell."""

from __future__ import annotations

import sys

__all__ = ["join_command", "split_command"]


def split_command(line: str, platform: str = sys.platform) -> list[str]:
    r"""The arguments of a command; quotes keep blanks together.

    On Windows a backslash is one, as in ``C:\phone\dial.exe``.

    Raises:
        ValueError: a quotation mark is not closed.
    """
    import shlex  # Settings are read at every start, and few have a command in them.

    lexer = shlex.shlex(line, posix=True, punctuation_chars=False)
    lexer.whitespace_split = True
    lexer.commenters = ""
    if platform == "win32":
        lexer.escape = ""
    try:
        return list(lexer)
    except ValueError as error:
        raise ValueError("a quotation mark is not closed") from error


def join_command(arguments: tuple[str, ...], platform: str = sys.platform) -> str:
    """The line that `split_command` takes apart into these arguments."""
    import shlex

    if platform != "win32":
        return shlex.join(arguments)
    return " ".join(_quoted(argument) for argument in arguments)


def _quoted(argument: str) -> str:
    """An argument between quotation marks where it needs them; a sign of one inside the other."""
    if argument and not set(argument) & set(" \t'\""):
        return argument
    if '"' not in argument:
        return f'"{argument}"'
    # What stands between single quotes can't hold one: each stands between double ones.
    return '"\'"'.join(f"'{part}'" for part in argument.split("'"))
