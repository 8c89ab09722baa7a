"""Drafts, read back by the standard library's parser as a mail program would."""

from __future__ import annotations

from datetime import timedelta
from email import policy
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.parser import BytesParser
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec
import pytest
from written_records import (
    DANA,
    DEFAULT,
    HOSTILE,
    MADE,
    STEP,
    a_conversation,
    cancelled,
    moved,
)

from callbench.domain.playbook import Mail, Playbook
from callbench.domain.records import Answer, Call, Prospect, replace
from callbench.domain.text import one_line
from callbench.exchange.mail import MAILTO_BODY, compose, draft, mailto, no_recipient

HOSTILE_TEXTS = pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))

BODY = """Dear Dana,

thank you for the time on the phone. So that we both have it in writing:

We speak again:
  Tue 1 Dec 2026 16:00 in Madrid
  Tue 1 Dec 2026 15:00 in London
What we will speak about: walk the CFO through the new tariff

What you asked:
- does it do multi-drop
  Answer:
- is there a trial
  answered on the phone

You also mentioned:
- hates their hold-music supplier

The one more issue, in your words: CFO has to sign

If I got anything wrong, just answer this mail.

Sam
"""


def read(
    call: Call | None = None,
    prospect: Prospect = DANA,
    playbook: Playbook = DEFAULT,
    rep: str = "Sam",
) -> EmailMessage:
    data = draft(call or a_conversation(prospect), prospect, playbook, rep, "Europe/London")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    message = BytesParser(policy=policy.default).parsebytes(data)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


def content(message: EmailMessage) -> str:
    text = message.get_content()
    assert isinstance(text, str)
    return text.replace("\r\n", "\n")


def in_header(text: str) -> str:
    """How a text reads in a header, where nothing may look like an encoded word."""
    return one_line(text).replace("=?", "= ?")


def recipients(message: EmailMessage) -> list[tuple[str, str]]:
    header = message["To"]
    if header is None:
        return []
    assert isinstance(header, AddressHeader)
    return [(address.display_name, address.addr_spec) for address in header.addresses]


def with_mail(**changes: str) -> Playbook:
    return msgspec.structs.replace(DEFAULT, mail=msgspec.structs.replace(DEFAULT.mail, **changes))


def test_every_field() -> None:
    message = read()
    assert message["X-Unsent"] == "1"
    assert recipients(message) == [("Dana Whitfield", "dana.whitfield@example.com")]
    assert message["Subject"] == "Northwind Freight: what we said today"
    assert message.get_content_type() == "text/plain"
    assert content(message) == BODY
    assert sorted(message.keys()) == sorted([
        "X-Unsent",
        "To",
        "Subject",
        "Content-Type",
        "Content-Transfer-Encoding",
        "MIME-Version",
    ])


def test_a_conversation_without_anything_in_it() -> None:
    bare = a_conversation(note="", answers={}, next_step=None)
    assert compose(bare, DANA, DEFAULT, "Sam").body == (
        "Dear Dana,\n\n"
        "thank you for the time on the phone. So that we both have it in writing:\n\n"
        "If I got anything wrong, just answer this mail.\n\nSam\n"
    )


def test_a_moved_meeting_is_written_as_it_is_now_and_a_cancelled_one_not_at_all() -> None:
    body = compose(a_conversation(addenda=(moved(),)), DANA, DEFAULT, "Sam").body
    assert "Thu 3 Dec 2026 16:00 in Madrid" in body
    assert "Tue 1 Dec" not in body
    body = compose(a_conversation(addenda=(cancelled(),)), DANA, DEFAULT, "Sam").body
    assert "We speak again" not in body


def test_what_the_rep_promised_alone() -> None:
    call = a_conversation(next_step=replace(STEP, agreed=False, reason=""))
    body = compose(call, DANA, DEFAULT, "Sam").body
    assert "I'll call you again:\n  Tue 1 Dec 2026 16:00 in Madrid\n" in body
    assert "speak about" not in body


def test_questions_told_to_the_checklist_are_asked_too_and_once() -> None:
    answers = {"questions": Answer(answer="yes", detail="does it do multi-drop\nwho installs it\n")}
    body = compose(a_conversation(answers=answers), DANA, DEFAULT, "Sam").body
    assert body.count("multi-drop") == 1
    assert "- who installs it\n  Answer:\n" in body


@pytest.mark.parametrize(
    ("name", "company", "greeting", "subject"),
    [
        ("Dr. Dana Whitfield", "Acme", "Dear Dana,", "Acme: what we said today"),
        ("Dana Whitfield", "", "Dear Dana,", "Dana Whitfield: what we said today"),
        ("", "Acme", "Dear Acme,", "Acme: what we said today"),
        ("", "", "Dear all,", "our call: what we said today"),
    ],
)
def test_where_a_name_is_missing(name: str, company: str, greeting: str, subject: str) -> None:
    letter = compose(a_conversation(), replace(DANA, name=name, company=company), DEFAULT, "Sam")
    assert letter.body.startswith(greeting + "\n")
    assert letter.subject == subject


def test_placeholders() -> None:
    own = with_mail(subject="{reason}; {attempts} {nobody} {first.__class__} {0} {first!r}")
    letter = compose(a_conversation(), replace(DANA, name="{rep}"), own, "Sam")
    assert letter.subject == (
        "walk the CFO through the new tariff; 3 {nobody} {first.__class__} {0} {first!r}"
    )
    assert letter.body.startswith("Dear {rep},\n")
    no_step = a_conversation(next_step=None)
    prospect = replace(DANA, reason="rates change")
    assert compose(no_step, prospect, own, "Sam").subject.startswith("rates change; 3")


# ------------------------------------------------------------------ hostile text


@HOSTILE_TEXTS
def test_a_name_adds_no_header_and_no_recipient(text: str) -> None:
    message = read(prospect=replace(DANA, name=text))
    ((name, address),) = recipients(message)
    # Between two encoded words of a name the library puts a space that RFC 2047 says is none.
    assert name.replace(" ", "") == one_line(text)[:78].replace(" ", "")
    assert not name.isascii() or name == in_header(text)[:78].strip()
    assert address == "dana.whitfield@example.com"
    assert len(message.keys()) == 6


@HOSTILE_TEXTS
def test_a_company_adds_nothing_to_the_subject(text: str) -> None:
    message = read(prospect=replace(DANA, company=text))
    expected = f"{in_header(text) or 'Dana Whitfield'}: what we said today"
    assert message["Subject"].strip() == expected
    assert len(message.keys()) == 6


@HOSTILE_TEXTS
def test_the_body_is_text(text: str) -> None:
    note = f"? {one_line(text)}"
    message = read(a_conversation(note=note), rep=text)
    body = content(message)
    assert body.endswith(f"\n\n{one_line(text)}\n")
    assert (f"- {one_line(text)}\n  Answer:\n" in body) == bool(one_line(text))
    assert not message.is_multipart()


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("dana@example.com", "dana@example.com"),
        (" dana+list@mail.example.org ", "dana+list@mail.example.org"),
        ("o'brien@example.com", "o'brien@example.com"),
        ("dana@münchen.example.net", "dana@xn--mnchen-3ya.example.net"),
        ("", ""),
        ("dana", ""),
        ("dana@", ""),
        ("@example.com", ""),
        ("dana@localhost", ""),
        ("dana@example..com", ""),
        ("dana@-example.com", ""),
        ("da na@example.com", ""),
        ("dåna@example.com", ""),
        (".dana@example.com", ""),
        ("dana@example.com, evil@example.com", ""),
        ("dana@example.com\r\nBcc: evil@example.com", ""),
        ("Dana <dana@example.com>", ""),
        ('"dana x"@example.com', ""),
        ("dana@example.com@example.org", ""),
        ("dana@example.com?bcc=evil@example.com", ""),
        ("dana@\ud800.com", ""),
        ("a" * 250 + "@example.com", ""),
        ("dana@" + "a" * 64 + ".com", ""),
    ],
)
def test_only_a_plain_address_becomes_the_recipient(address: str, to: str) -> None:
    prospect = replace(DANA, email=address)
    message = read(prospect=prospect)
    assert recipients(message) == ([("Dana Whitfield", to)] if to else [])
    url = mailto(a_conversation(), prospect, DEFAULT, "Sam")
    assert urlsplit(url).path.count("@") == bool(to)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", "no address is known"),
        ("  ", "no address is known"),
        ("dana@example.com", ""),
        ("dana@käse.example.com", ""),
        (
            "käthe.weiß@example.com",
            "käthe.weiß@example.com: not every mail program takes “ä” before the @;"
            " type it in yours",
        ),
        ("dana at example.com", "“dana at example.com” is not one plain address"),
        ("a@example.com, b@example.com", "“a@example.com, b@example.com” is not one plain address"),
        ("kä the@example.com", "“kä the@example.com” is not one plain address"),
    ],
)
def test_why_a_draft_is_to_nobody(address: str, why: str) -> None:
    assert no_recipient(replace(DANA, email=address)) == why


@HOSTILE_TEXTS
def test_a_template_is_text_too(text: str) -> None:
    own = msgspec.structs.replace(
        DEFAULT,
        mail=Mail(subject=text, greeting=text, opening=text, closing=text, signature=text),
    )
    message = read(playbook=own)
    assert len(message.keys()) == 6
    assert "\ud800" not in content(message)


# ------------------------------------------------------------------ mailto


def test_mailto_holds_the_whole_draft() -> None:
    url = mailto(a_conversation(), DANA, DEFAULT, "Sam", "Europe/London")
    parts = urlsplit(url)
    fields = parse_qs(parts.query, strict_parsing=True)
    assert (parts.scheme, parts.path) == ("mailto", "dana.whitfield@example.com")
    assert fields == {
        "subject": ["Northwind Freight: what we said today"],
        "body": [BODY.replace("\n", "\r\n")],
    }
    assert url.isascii()
    assert "+" not in url  # Mail programs take it literally and not for a space.


@pytest.mark.parametrize("letter", ["a", "ü", "漢", "👩‍👩‍👧‍👦", " ", "&", "%", "\ud800"])
def test_mailto_is_never_too_long(letter: str) -> None:
    note = "\n".join(f"? {number} {letter * 60}" for number in range(200))
    prospect = replace(DANA, company=letter * 500)
    url = mailto(a_conversation(note=note), prospect, DEFAULT, "Sam")
    query = urlsplit(url).query
    assert len(url) < 2000
    assert len(query.partition("&body=")[2]) <= MAILTO_BODY
    body = unquote(query.partition("&body=")[2], errors="strict")
    assert body.endswith("\r\n[…]")
    assert body.startswith("Dear Dana,\r\n")
    whole = compose(a_conversation(note=note), prospect, DEFAULT, "Sam").body
    assert whole.replace("\n", "\r\n").startswith(body.removesuffix("\r\n[…]"))


@HOSTILE_TEXTS
def test_mailto_has_two_fields_whatever_is_in_them(text: str) -> None:
    prospect = replace(DANA, name=text, company=text)
    url = mailto(a_conversation(note=f"? {one_line(text)}"), prospect, DEFAULT, text)
    fields = parse_qs(urlsplit(url).query, strict_parsing=True)
    assert list(fields) == ["subject", "body"]


def test_a_mail_is_made_from_the_call_alone() -> None:
    """Writing it a month later gives the same draft."""
    call = a_conversation()
    assert call.dialled_at == MADE
    later = replace(call, wrapped_at=MADE + timedelta(days=30))
    assert draft(call, DANA, DEFAULT, "Sam") == draft(later, DANA, DEFAULT, "Sam")
