"""Lists written document by document: the bytes of the whole, and a crash in the midst of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st
from store_records import AT, a_prospect

from callbench.store.atomic import AtomicJSONStorage, write_atomically
from callbench.store.codec import encode_document, encode_tables
from callbench.store.errors import ChangedOutside
from callbench.store.lists import ProspectList, read_list, write_list
from callbench.store.workbench import Workbench

texts = st.text(st.characters(codec="utf-8"), max_size=6)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=6,
)
documents = st.dictionaries(texts, values, max_size=3)
tables = st.dictionaries(texts, st.dictionaries(texts, documents, max_size=3), max_size=3)


@settings(max_examples=examples(15))
@given(tables)
def test_in_pieces_it_has_the_bytes_of_the_whole(document: dict[str, Any]) -> None:
    parts = {name: table.items() for name, table in document.items()}
    assert b"".join(encode_tables(parts)) == encode_document(document)


def test_json_as_it_was_read_is_laid_out_like_the_rest() -> None:
    raw = msgspec.Raw(b'{"a":[1,{}],"b":{"c":"\\n"}}')
    told = b"".join(encode_tables({"t": [("1", raw)]}))
    assert told == encode_document({"t": {"1": json.loads(bytes(raw))}})


def test_half_a_surrogate_costs_no_other_document_its_letters() -> None:
    told = b"".join(encode_tables({"t": [("1", {"a": "\ud800"}), ("2", {"b": "é"})]}))
    assert json.loads(told) == {"t": {"1": {"a": "\ud800"}, "2": {"b": "é"}}}
    assert "é".encode() in told


def test_no_piece_is_large() -> None:
    many = ((str(number), {"note": "x" * 1000}) for number in range(3000))
    sizes = [len(piece) for piece in encode_tables({"t": many})]
    assert sum(sizes) > 3_000_000
    assert max(sizes) < 300_000


def test_pieces_that_break_off_leave_the_old_file(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"new"
        raise OSError("no more")

    path = tmp_path / "file"
    write_atomically(path, b"old")
    with pytest.raises(OSError, match="no more"):
        write_atomically(path, broken())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
    write_atomically(path, [b"n", b"", b"ew"])
    assert path.read_bytes() == b"new"


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(b"{}")
    storage = AtomicJSONStorage(path)
    assert storage.read_bytes() == b"{}"
    path.write_bytes(b'{"theirs": {}}')
    with pytest.raises(ChangedOutside):
        storage.put([b"{}"])
    assert path.read_bytes() == b'{"theirs": {}}'


@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_a_list_is_laid_out_as_one_document(tmp_path: Path, mark: str) -> None:
    workbench = Workbench.open(tmp_path / "workbench")
    people = tuple(a_prospect(number, extra={"Müller": "é"}) for number in range(1, 4))
    wanted = ProspectList(slug="a", title="A", imported_at=AT, prospects=people)
    path = write_list(workbench, wanted)
    written = path.read_bytes()
    assert written == encode_document(json.loads(written))
    # An editor has left a byte order mark: the slow way reads it, and what is written is the same.
    path.write_text(mark + written.decode(), "utf-8")
    write_list(workbench, wanted)
    assert path.read_bytes() == written
    assert read_list(workbench, "a") == wanted
