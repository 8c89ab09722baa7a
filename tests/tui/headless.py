"""Apps without a terminal, spared work that comes to the same as what was done before.

To import this changes Textual for the whole process, in places that it has no setting for:

- A frame is drawn when a test looks at it, and at the end of each test, and not for every step on
  the way there. What changed stays noted until then, so that one frame shows all of it.
- A style sheet is read once for all apps of a process, which have the same ones.
- While an app ends, the focus does not go from widget to widget as they go.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from unittest import mock

from textual._compositor import Compositor
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.screen import Screen
from textual.widget import Widget

__all__ = ["draw"]

_render = Compositor.render_update
_read = Stylesheet._parse_rules
_shut_down = App._shutdown
_pass_focus_on = Screen._reset_focus
_rules: dict[object, list[RuleSet]] = {}


def draw(app: App[Any]) -> None:
    """Draw what changed since the last frame, as a terminal would have it by now."""
    with mock.patch.object(Compositor, "render_update", _render):
        # Textual does this by a timer only.
        app.screen._compositor_refresh()


def _not_now(compositor: Compositor, *_arguments: object, **_named: object) -> None:
    """Leave what changed noted for the next frame."""


async def _with_a_last_look(app: App[Any]) -> None:
    """End an app, and draw before that what nobody has looked at."""
    if app.is_running and app._exception is None:
        draw(app)
    await _shut_down(app)


class _Colours:
    """Variables of style sheets as a key, made once for all sheets that have them."""

    def __init__(self) -> None:
        self._last: Mapping[str, str] = {}
        self._key = frozenset(self._last.items())
        self._keys = {self._key: self._key}

    def key(self, variables: Mapping[str, str]) -> frozenset[tuple[str, str]]:
        if variables is not self._last:
            key = frozenset(variables.items())
            # The very same object is compared at a glance.
            self._last, self._key = variables, self._keys.setdefault(key, key)
        return self._key


_colours = _Colours()


def _read_once(sheet: Stylesheet, css: str, *where: Any, **named: Any) -> list[RuleSet]:
    """The rules of a style sheet under these colours."""
    key = (_colours.key(sheet._variables), css, where, *named.items())
    if key not in _rules:
        _rules[key] = _read(sheet, css, *where, **named)
    return _rules[key]


def _while_it_runs(
    screen: Screen[Any], widget: Widget, avoiding: list[Widget] | None = None
) -> None:
    """Give the focus to another widget where one goes."""
    if screen.app.is_running:
        _pass_focus_on(screen, widget, avoiding)


mock.patch.object(Compositor, "render_update", _not_now).start()
mock.patch.object(App, "_shutdown", _with_a_last_look).start()
mock.patch.object(Stylesheet, "_parse_rules", _read_once).start()
mock.patch.object(Screen, "_reset_focus", _while_it_runs).start()
