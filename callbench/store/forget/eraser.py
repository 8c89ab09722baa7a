"""Taking a person out of the plain values of a JSON file, whatever kind of file it is.

Calls, prospects and entries of the do-not-call list are known by their keys wherever they stand,
so that copies, conflicts and records for undoing need no code of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from callbench.domain.records import Prospect
from callbench.store.forget.traces import Traces
from callbench.store.people import Person, keys_of

__all__ = ["Eraser"]

_OF_A_CALL = (
    *("id", "attempt", "kind", "dialled_at", "ended_at", "wrapped_at", "disposition", "told"),
)
"""What is kept of a call as it is."""
_OF_A_STEP = ("starts_at", "wall", "zone", "minutes", "channel", "agreed")


class Eraser:
    """Erases one person; counts what it has erased since it was made."""

    def __init__(
        self, person: Person, traces: Traces, alias: str, entries: frozenset[str] = frozenset()
    ) -> None:
        """Prepare to erase.

        Args:
            person: Whom.
            traces: What they are recognised by.
            alias: The id that says nothing, under which their calls are kept.
            entries: Ids of their entries in the do-not-call list.
        """
        self._keys = {key for prospect in person.prospects for key in keys_of(prospect)}
        self._traces = traces
        self._alias = alias
        self._entries = entries
        self._calls: set[str] = set()
        """Ids of their calls, by which lines typed into a wrap-up are known."""
        self.counts: Counter[str] = Counter()
        """Of ``calls``, ``prospects``, ``entries`` and ``mentions``."""

    def erased(self, value: Any) -> Any:
        """The value without the person; what isn't theirs is the same as before."""
        if isinstance(value, str):
            return self._blotted(value)
        if isinstance(value, list):
            return [self.erased(item) for item in value if not self._goes(item)]
        if isinstance(value, dict):
            return self._erased_object(value)
        return value

    def _erased_object(self, value: dict[str, Any]) -> dict[str, Any]:
        if self._is_their_call(value):
            self.counts["calls"] += 1
            return self._anonymous(value)
        if self._is_their_entry(value):
            self.counts["entries"] += 1
            kept_id = "" if value.get("phone_hash") or value.get("email_hash") else self._alias
            return {**value, "prospect_id": kept_id, "name": "", "why": ""}
        if isinstance(value.get("calls"), dict):
            calls = (call for call in value["calls"].values() if isinstance(call, dict))
            self._calls |= {str(call.get("id")) for call in calls if self._is_their_call(call)}
        if isinstance(value.get("before"), list) and isinstance(value.get("after"), list):
            value = self._without_pairs(value)
        return {
            self._blotted(key): self.erased(item)
            for key, item in value.items()
            if not self._goes(key) and not self._goes(item)
        }

    def _blotted(self, text: str) -> str:
        blotted = self._traces.blotted(text)
        self.counts["mentions"] += blotted != text
        return blotted

    def _goes(self, value: Any) -> bool:
        """Whether something is left out altogether: their record in a list, or their id."""
        if isinstance(value, str) and (
            value in self._traces.ids or value.partition("/")[0] in self._calls
        ):
            self.counts["mentions"] += 1
            return True
        if isinstance(value, dict) and "owed" in value and self._is_about_them(value):
            self.counts["mentions"] += 1
            return True
        if (
            isinstance(value, dict)
            and "name" in value
            and "extra" in value
            and self._is_them(value)
        ):
            self.counts["prospects"] += 1
            return True
        return False

    def _is_about_them(self, debt: Mapping[str, Any]) -> bool:
        """Whether something that is still to be written, in a rescued file, is about them."""
        who = debt.get("prospect")
        return isinstance(who, dict) and self._is_them(who)

    def _is_their_call(self, value: Mapping[str, Any]) -> bool:
        who = value.get("prospect")
        return "dialled_at" in value and isinstance(who, dict) and self._is_them(who)

    def _is_their_entry(self, value: Mapping[str, Any]) -> bool:
        if "phone_hash" not in value:
            return False
        theirs = value.get("id") in self._entries or value.get("prospect_id") in self._traces.ids
        named = bool(value.get("name") or value.get("why") or value.get("prospect_id"))
        return theirs and named

    def _is_them(self, value: Mapping[str, Any]) -> bool:
        """Whether an object is a prospect, or a call's reference to one, and is this person."""
        ident, name, phone, address = (
            text if isinstance(text := value.get(field, ""), str) else ""
            for field in ("id", "name", "phone", "email")
        )
        keys = set(keys_of(Prospect(id=ident, name=name, phone=phone, email=address)))
        return not self._keys.isdisjoint(keys - {("id", "")})

    def _without_pairs(self, record: dict[str, Any]) -> dict[str, Any]:
        """A record for undoing, whose two lists belong together place by place."""
        pairs = zip(record["before"], record["after"], strict=False)
        kept = [pair for pair in pairs if not any(map(self._goes, pair))]
        before, after = ([pair[side] for pair in kept] for side in (0, 1))
        return {**record, "before": before, "after": after}

    def _anonymous(self, call: Mapping[str, Any]) -> dict[str, Any]:
        """A call as counts need it: when, how long, how it ended; not with whom or about what."""
        answers = call.get("answers")
        addenda = call.get("addenda")
        return {
            **{name: call[name] for name in _OF_A_CALL if name in call},
            "prospect": {"id": self._alias, "name": "", "company": "", "phone": ""},
            "note": "",
            "answers": {
                question: {"answer": answer.get("answer", ""), "detail": ""}
                for question, answer in (answers if isinstance(answers, dict) else {}).items()
            },
            "next_step": _anonymous_step(call.get("next_step")),
            "ticked": [],
            "addenda": [
                {
                    "at": addendum.get("at"),
                    "text": "",
                    "kind": addendum.get("kind", "note"),
                    "next_step": _anonymous_step(addendum.get("next_step")),
                    "about": "",
                    "undoes": addendum.get("undoes"),
                }
                for addendum in (addenda if isinstance(addenda, list) else [])
            ],
        }


def _anonymous_step(step: Any) -> dict[str, Any] | None:
    if not isinstance(step, dict):
        return None
    return {name: step[name] for name in _OF_A_STEP if name in step} | {
        "their_zone": "",
        "reason": "",
    }
