"""The mail that goes out after a conversation, as a draft: nothing is ever sent from here.

What is typed and what lists say is data. Headers are built from parsed addresses and single
lines, so that a name can add neither a recipient nor a header; the templates' placeholders are
replaced and never evaluated.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from urllib.parse import quote

import msgspec

from callbench.domain.agenda import promise_of
from callbench.domain.marks import of_kind
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call, NextStep, Prospect
from callbench.domain.templates import fill, first_name
from callbench.domain.text import clean, one_line
from callbench.exchange.calendar import clocks

MAILTO_BODY = 1_200
"""Longest body of a ``mailto:`` URL as it is encoded: Windows stops near 2,000 for the whole."""

_MAILTO_SUBJECT = 300
_LONGEST_NAME = 78
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
_CUT = "\n[…]"


class Letter(msgspec.Struct, frozen=True):
    """A draft before it takes the form of a file or a URL."""

    to: str
    """A plain address, or "" where none is known that could be used."""
    name: str
    subject: str
    body: str
    """Lines that end in a newline each."""


def draft(call: Call, prospect: Prospect, playbook: Playbook, rep: str, zone: str = "") -> bytes:
    """The draft as an .eml file, which mail programs open as an unsent message.

    Args:
        call: The conversation.
        prospect: Whom it was with.
        playbook: Has the template.
        rep: Who signs.
        zone: IANA name of the rep's zone, to spell out the agreed time on both clocks.
    """
    letter = compose(call, prospect, playbook, rep, zone)
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    if letter.to:
        message["To"] = Address(letter.name, addr_spec=letter.to)
    message["Subject"] = letter.subject
    message.set_content(letter.body, cte="quoted-printable")
    return message.as_bytes()


def no_recipient(prospect: Prospect) -> str:
    """Why a draft to somebody is to nobody, for the rep; "" where it is to them."""
    address = one_line(prospect.email)
    if not address:
        return "no address is known"
    if _usable_address(address):
        return ""
    local, _, domain = address.rpartition("@")
    if _LOCAL_PART.fullmatch(_unaccented(local)) and _usable_address(f"x@{domain}"):
        odd = next(char for char in local if not char.isascii())
        return f"{address}: not every mail program takes “{odd}” before the @; type it in yours"
    return f"“{address}” is not one plain address"


def mailto(call: Call, prospect: Prospect, playbook: Playbook, rep: str, zone: str = "") -> str:
    """The draft as a ``mailto:`` URL for the default mail program, cut where it is too long."""
    letter = compose(call, prospect, playbook, rep, zone)
    subject = _fitting(letter.subject, _MAILTO_SUBJECT, "…")
    body = _fitting(letter.body, MAILTO_BODY, _CUT)
    return f"mailto:{quote(letter.to, safe='@')}?subject={_quoted(subject)}&body={_quoted(body)}"


def compose(call: Call, prospect: Prospect, playbook: Playbook, rep: str, zone: str = "") -> Letter:
    """What the draft says; the arguments are those of `draft`."""
    promise = promise_of(call, playbook, call.dialled_at)
    step = promise.step if promise is not None and promise.is_open else None
    values = _values(call, prospect, rep, step)
    template = playbook.mail
    parts = [
        [fill(template.greeting, values)],
        [fill(template.opening, values)],
        _meeting(step, zone),
        _questions(call),
        _listed("You also mentioned:", dict.fromkeys(of_kind(call.note, "problem"))),
        _one_more_issue(call),
        [fill(template.closing, values)],
        [fill(template.signature, values)],
    ]
    body = "\n\n".join("\n".join(lines) for lines in parts if lines)
    return Letter(
        to=_usable_address(prospect.email),
        name=_header(prospect.name)[:_LONGEST_NAME].strip(),
        subject=_header(fill(template.subject, values)),
        body=clean(body) + "\n",
    )


def _values(call: Call, prospect: Prospect, rep: str, step: NextStep | None) -> dict[str, str]:
    """What the placeholders stand for; where a name is missing, the nearest thing to it."""
    name = one_line(prospect.name)
    company = one_line(prospect.company)
    return {
        "first": first_name(name) or company or "all",
        "company": company or name or "our call",
        "rep": one_line(rep),
        "reason": one_line(step.reason if step is not None and step.reason else prospect.reason),
        "attempts": str(call.attempt),
    }


# ---------------------------------------------------------------------- the parts of the body


def _meeting(step: NextStep | None, zone: str) -> list[str]:
    if step is None:
        return []
    opening = "We speak again:" if step.agreed else "I'll call you again:"
    lines = [opening, *(f"  {line}" for line in clocks(step, zone, theirs_first=True))]
    if reason := one_line(step.reason):
        lines.append(f"What we will speak about: {reason}")
    return lines


def _questions(call: Call) -> list[str]:
    """Their questions, each with its answer: given on the phone, or to be written here."""
    lines = []
    for question in _asked(call):
        lines.append(f"- {question}")
        answered = question in call.ticked
        lines.append("  answered on the phone" if answered else "  Answer:")
    return ["What you asked:", *lines] if lines else []


def _asked(call: Call) -> Iterable[str]:
    """Questions marked in the note or told to the checklist, each once."""
    return dict.fromkeys((*of_kind(call.note, "question"), *_told_to_checklist(call)))


def _told_to_checklist(call: Call) -> Iterator[str]:
    answer = call.answers.get("questions")
    for line in answer.detail.splitlines() if answer is not None else ():
        if words := line.strip():
            yield words


def _one_more_issue(call: Call) -> list[str]:
    answer = call.answers.get("certain")
    if answer is None or answer.answer != "one-more-issue" or not answer.detail.strip():
        return []
    return [f"The one more issue, in your words: {one_line(answer.detail)}"]


def _listed(heading: str, entries: Iterable[str]) -> list[str]:
    lines = [f"- {entry}" for entry in entries]
    return [heading, *lines] if lines else []


# ---------------------------------------------------------------------- addresses and URLs


def _header(text: str) -> str:
    """Text for a header: one line, and no encoded word (RFC 2047) but those made for it here.

    The standard library decodes one that it finds in a value, line breaks in it included.
    """
    return one_line(text).replace("=?", "= ?")


def _usable_address(text: str) -> str:
    """The address where it is one plain address, its domain in ASCII; otherwise "".

    A header can carry other letters before the @ only as UTF-8 (RFC 6532), and a program or a
    server that does not know that mangles or refuses the mail. So they are left to the rep.
    """
    local, _, domain = text.strip().rpartition("@")
    if _LOCAL_PART.fullmatch(local) is None or len(text) > 254:
        return ""
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    labels = ascii_domain.split(".")
    usable = len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)
    return f"{local}@{ascii_domain}" if usable else ""


def _unaccented(text: str) -> str:
    """The text with a plain letter for each that is none."""
    return "".join(char if char.isascii() or not char.isalnum() else "x" for char in text)


def _quoted(text: str) -> str:
    """Text as it stands in a URL, with the line ends that RFC 6068 asks for."""
    return quote(text.replace("\n", "\r\n"), safe="")


def _fitting(text: str, most: int, mark: str) -> str:
    """The text where its encoded form has at most `most` characters, else its beginning."""
    if len(_quoted(text)) <= most:
        return text
    room = most - len(_quoted(mark))
    # No more than `room` characters can fit, and the encoded length grows with each.
    kept = bisect_right(range(min(len(text), room)), room, key=lambda n: len(_quoted(text[:n])))
    return text[: kept - 1].rstrip() + mark
