"""What a rep sees. Knows everything below it and decides nothing."""

import os

_QUICKER = {
    # Esc with a key right behind it is another key to Textual: with 1 it is "¡", in the middle of
    # a note. It waits a tenth of a second for what follows an Esc, and somebody who types fast is
    # quicker than that; what a terminal itself sends after an Esc comes within milliseconds.
    "ESCDELAY": "35",
    # What a key changes is drawn in two frames at times, and at sixty a second the second one
    # comes 17 ms later.
    "TEXTUAL_FPS": "240",
}
"""What Textual reads from the environment once, unless the rep has set it."""


def _set_up() -> None:
    """Have Textual read its constants; programs that callbench starts don't inherit them."""
    missing = {name: value for name, value in _QUICKER.items() if name not in os.environ}
    os.environ.update(missing)
    from textual import constants as _constants  # noqa: F401

    for name in missing:
        del os.environ[name]


_set_up()
