"""No text reaches Textual as a plain str unless it is written in the source.

Textual reads a plain str in a widget, an option or a border as markup: a name such as
``[@click=app.stop]Acme[/]`` would become something to click, ``[/`` an exception. What comes from
a file or a keyboard goes there as `Content` (or rich's `Text`). This looks at the source of every
screen and finds the places where it doesn't.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import callbench.tui

ROOT = Path(callbench.tui.__file__).parent

WIDGETS = {
    *("Static", "Label", "Button", "Link", "Option", "Checkbox", "RadioButton", "Collapsible"),
    *("Digits", "DataTable", "Tree", "SelectionList", "Select", "Tab", "TabPane", "Markdown"),
    *("OptionList", "Placeholder", "Rule", "Pretty"),
}
"""Constructors whose text is markup."""

METHODS = {"notify", "add_option", "add_options", "add_row", "add_column", "add_tab", "add_leaf"}
"""Methods whose text is markup, on whatever they are called."""

ATTRIBUTES = {"border_title", "border_subtitle", "tooltip", "label", "prompt"}
"""Attributes whose text is markup; `title` and `sub_title` are shown by a Header, of which there
is none."""

TEXTS = {"Content", "Text"}

NOT_TEXT = {"id", "classes", "name", "markup", "disabled", "expand", "shrink"}
"""Keywords of constructors that are not shown."""


class Source:
    """One module, and what in it is `Content`."""

    def __init__(self, path: Path, makers: set[str]) -> None:
        """Read it; functions of these names make `Content`."""
        self.path = path
        self.tree = ast.parse(path.read_text("utf-8"))
        self._makers = makers
        self._names = {
            name
            for node in ast.walk(self.tree)
            for name, value in _bindings(node)
            if self._is_maker(value) or (isinstance(value, ast.Name) and value.id in TEXTS)
        }

    def offences(self) -> Iterator[str]:
        for node in ast.walk(self.tree):
            for text in _texts(node):
                if not self._is_safe(text):
                    place = f"{self.path.relative_to(ROOT.parent)}:{text.lineno}"
                    yield f"{place}: {ast.unparse(text)}"

    def _is_safe(self, text: ast.expr) -> bool:
        if isinstance(text, ast.Constant):
            # Even what is written here: a bracket would be markup.
            return not isinstance(text.value, str) or "[" not in text.value
        if isinstance(text, ast.IfExp):
            return self._is_safe(text.body) and self._is_safe(text.orelse)
        if isinstance(text, ast.Name):
            return text.id in self._names or text.id.isupper()
        return self._is_maker(text)

    def _is_maker(self, value: ast.expr) -> bool:
        if not isinstance(value, ast.Call):
            return False
        called = value.func
        if isinstance(called, ast.Name):
            return called.id in TEXTS | self._makers
        if not isinstance(called, ast.Attribute):
            return False
        inner = called.value
        if isinstance(inner, ast.Name) and inner.id in TEXTS:
            return called.attr != "from_markup"
        return called.attr in self._makers or self._is_maker(inner)


def _texts(node: ast.AST) -> Iterator[ast.expr]:
    """What this node hands to Textual to be shown."""
    if isinstance(node, ast.Call):
        called = node.func
        name = called.id if isinstance(called, ast.Name) else ""
        method = called.attr if isinstance(called, ast.Attribute) else ""
        if name in WIDGETS or method in METHODS or _updates_static(called):
            yield from node.args
            yield from (key.value for key in node.keywords if key.arg not in NOT_TEXT)
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Attribute) and target.attr in ATTRIBUTES:
                yield node.value


def _updates_static(called: ast.expr) -> bool:
    """Whether this is `update` of a widget and not of a dict, a set or the queue."""
    if not isinstance(called, ast.Attribute) or called.attr != "update":
        return False
    owner = ast.unparse(called.value)
    return "query_one" in owner or owner.startswith("self._")


def _bindings(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Names that this node binds: to a value, or, as a parameter, to what its annotation says."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield target.id, node.value
    elif isinstance(node, ast.NamedExpr):
        yield node.target.id, node.value
    elif isinstance(node, ast.arg) and node.annotation is not None:
        yield node.arg, node.annotation


def _makers(paths: list[Path]) -> set[str]:
    """The names of functions that every module declares to return `Content`."""
    returns: dict[str, set[bool]] = {}
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                made = node.returns is not None and ast.unparse(node.returns) in TEXTS
                returns.setdefault(node.name, set()).add(made)
    return {name for name, found in returns.items() if found == {True}}


def offences() -> list[str]:
    paths = sorted(ROOT.rglob("*.py"))
    makers = _makers(paths)
    return [offence for path in paths for offence in Source(path, makers).offences()]


def test_nothing_is_shown_as_markup() -> None:
    assert offences() == []


def test_the_lint_finds_what_it_is_for(tmp_path: Path) -> None:
    path = ROOT / "screens.py"
    source = Source(path, {"made"})
    source.tree = ast.parse(
        "Static(name)\n"
        "Label(f'{name}')\n"
        "self.query_one(Static).update(name + 'x')\n"
        "self._text.update(self.words)\n"
        "pane.border_title = f'{name}'\n"
        "pane.border_title = 'ours' if ready else name\n"
        "Static('[b]x')\n"
        "self.notify(str(error))\n"
        "Content.from_markup(name)\n"
        "Static(Content.from_markup(name))\n"
        "Static('ours', id='a'); Static(made(name)); Static(Content(name)); Static(id=name)\n"
        "pane.border_title = Content(name) if name else 'ours'\n"
        "self._text.update(Content('').join(names))\n"
    )
    lines = sorted(int(found.split(":")[1]) for found in source.offences())
    assert lines == [1, 2, 3, 4, 5, 6, 7, 8, 10]
