"""What a rep sees. Knows everything below it and decides nothing."""

import os

# Esc with a key right behind it is another key to Textual: with 1 it is "¡", in the middle of a
# note. It waits a tenth of a second for what follows an Esc, and somebody who types fast is
# quicker than that; what a terminal itself sends after an Esc comes within milliseconds.
if "ESCDELAY" not in os.environ:
    os.environ["ESCDELAY"] = "35"
    from textual import constants as _constants  # noqa: F401

    del os.environ["ESCDELAY"]
