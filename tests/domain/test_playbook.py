from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from builders import PLAYBOOK

from callbench.domain.playbook import (
    DO_NOT_CALL,
    RESERVED_ANSWERS,
    PlaybookError,
    parse_playbook,
)
from callbench.store.playbook import PACKED, default_text, load_playbook, packed

TWO_WAYS = """
[[dispositions]]
id = "out"
label = "Out"
key = "1"
reached = false
then = "retry"
[[dispositions]]
id = "talk"
label = "talked"
key = "t"
reached = true
then = "follow-up"
"""


def parsed(own: str) -> str:
    """The error of that playbook of one's own, "" where it has none."""
    try:
        parse_playbook(default_text(), own, source="mine.toml")
    except PlaybookError as error:
        return str(error)
    return ""


def question(rest: str, kind: str = "choice") -> str:
    return f'{TWO_WAYS}[[questions]]\nid = "q"\nprompt = "Q?"\nkind = "{kind}"\n{rest}'


def talk(rest: str) -> str:
    return f"{TWO_WAYS}{rest}"


def test_the_default_has_what_the_calling_screen_speaks_of() -> None:
    quick = {entry.key: entry.id for entry in PLAYBOOK.quick}
    talks = {entry.key: entry.id for entry in PLAYBOOK.conversations}
    assert list(quick.values()) == ["no-answer", "voicemail", "gatekeeper", "busy", "bad-number"]
    assert list(quick) == ["1", "2", "3", "4", "5"]
    assert talks == {
        "i": "interested",
        "t": "not-known-yet",
        "l": "later",
        "r": "referred",
        "n": "no-accepted",
        "x": DO_NOT_CALL,
    }
    assert PLAYBOOK.retired == ()


def test_a_table_is_laid_over_and_a_list_replaced() -> None:
    playbook = parse_playbook(
        default_text(), "[hours]\nopens = 09:30:00\n[cadence]\nretry_after=[1]"
    )
    assert (playbook.hours.opens, playbook.hours.closes) == (time(9, 30), time(18))
    assert playbook.cadence.attempts == 2
    assert playbook.cadence.step_back_after == PLAYBOOK.cadence.step_back_after


def test_dispositions_left_out_are_retired_and_still_understood() -> None:
    playbook = parse_playbook(default_text(), TWO_WAYS)
    assert [entry.id for entry in playbook.dispositions] == ["out", "talk"]
    assert playbook.disposition("no-accepted") == PLAYBOOK.disposition("no-accepted")
    assert playbook.reached("no-accepted")
    assert not playbook.reached("never-heard-of")


def test_text_from_a_playbook_is_made_harmless() -> None:
    own = '[mail]\nsubject = "\\u001b]52;c;AAAA\\u0007 hi"\n[cues]\nfirst = ["\\u202Eevil"]'
    playbook = parse_playbook(default_text(), own)
    assert playbook.mail.subject == "\ufffd]52;c;AAAA\ufffd hi"
    assert playbook.cues["first"] == ("\ufffdevil",)


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ("x = 1", "unknown key x; allowed: dispositions, questions, cadence, hours"),
        ("[hours]\nopns = 8", "hours: unknown key opns; allowed: opens, closes, days"),
        (talk("lable = 1"), "dispositions[1]: unknown key lable; allowed: id, label, key, reached"),
        ('[[stories]]\nid = "a"', "stories[0]: the key title is missing"),
        ("[hours]\nopens = 8", "hours.opens: expected a time such as 08:00:00, without quotes"),
        ('[hours]\nopens = "8:00"', "hours.opens: expected a time such as 08:00:00, without"),
        ("[hours]\nopens = 08:00", "opens is a time such as 08:00:00, without quotes"),
        ('[hours]\nopens = "08:00:00Z"', "hours: opens and closes are a time such as 08:00:00"),
        ("[hours]\nopens = 20:00:00", "hours.closes: must be later than hours.opens"),
        ("[hours]\ndays = []", "hours.days: at least one day"),
        ('[hours]\ndays = ["Mon"]', "hours.days[0]: expected one of mon, tue, wed, thu, fri"),
        ("hours = 8", "hours: expected a table with opens, closes, days"),
        ("cues = 8", "cues: expected a table"),
        (
            "[cadence]\nretry_after = 2",
            "cadence.retry_after: expected a list [ ], each in it a whole",
        ),
        ("[cadence]\nretry_after = [2.5]", "cadence.retry_after[0]: expected a whole number"),
        ("[cadence]\nretry_after = [-1]", "cadence.retry_after: allowed: 0 to 400 working days"),
        ("[cadence]\nbreak_up_after = 1000", "cadence.break_up_after: allowed: 0 to 400"),
        (f"[cadence]\nretry_after = {[1] * 31}", "cadence.retry_after: allowed: up to 30 numbers"),
        ("[agenda]\nproblems_within_days = 0", "agenda.problems_within_days: allowed: 1 to 400"),
        ('[cues]\nfrist = ["Hi"]', "cues.frist: no such kind of call, allowed: first, follow-up"),
        ('[cues]\nfirst = ["Hi {frist}"]', "cues.first: no placeholder {frist}, allowed: {first}"),
        (
            '[mail]\nclosing = "{rep.x} {you}"',
            "mail.closing: no placeholder {you}, allowed: {first}",
        ),
        (TWO_WAYS.replace('"t"', "1"), "dispositions[1].key: expected text in quotes"),
        (TWO_WAYS.replace("true", '"yes"'), "dispositions[1].reached: expected true or false"),
        (
            TWO_WAYS.replace('"retry"', '"again"'),
            "dispositions[0].then: expected one of retry, soon",
        ),
        (TWO_WAYS.replace('"t"', '"7"'), "dispositions[1] (talk).key: '7', allowed: one letter"),
        (TWO_WAYS.replace('"t"', '"0"'), "dispositions[1] (talk).key: '0', allowed: one letter"),
        (TWO_WAYS.replace('"1"', '"a"'), "dispositions[0] (out).key: 'a', allowed: 1 to 9"),
        (TWO_WAYS.replace('"1"', '"12"'), "dispositions[0] (out).key: '12', allowed: 1 to 9"),
        (TWO_WAYS.replace('"talk"', '"out"'), "dispositions: id 'out' is there 2 times"),
        (TWO_WAYS.replace('"out"', '"o u t"'), "dispositions: id: allowed are letters, digits"),
        (TWO_WAYS.replace('"Out"', '"a\\nb"'), "dispositions (out).label: 'a\\nb', allowed: one"),
        (
            TWO_WAYS.replace("true", "false").replace('"t"', '"2"'),
            "at least one with reached = false",
        ),
        (
            TWO_WAYS + TWO_WAYS.replace('"out"', '"o"').replace('"talk"', '"p"'),
            "key '1' is there 2",
        ),
        (TWO_WAYS.replace('"talk"', '"no-accepted"'), "(no-accepted).then: this one is for ever"),
        (
            talk('checklist = ["qustions"]'),
            "(talk).checklist: no question 'qustions', allowed: quest",
        ),
        (talk('checklist = ["certain"]'), "checklist: 'certain' comes after 'questions': put that"),
        (talk('checklist = ["feedback", "feedback"]'), "checklist 'feedback' is there 2 times"),
        (talk("follow_up_after = 401"), "(talk).follow_up_after: 401, allowed: 0 to 400"),
        (talk("again_in_minutes = 0"), "(talk).again_in_minutes: 0, allowed: 1 to 1440"),
        (
            TWO_WAYS.replace('then = "retry"', 'then = "retry"\nchecklist = ["feedback"]'),
            "(out).checklist: allowed where reached = true",
        ),
        (question("after = 2"), "questions[0].after: expected a table with question, answer"),
        (question("", "text"), "lacks 'given', which is a line in their words"),
        (question("", "meeting"), "lacks 'booked', which is an agreed next meeting"),
        (question(""), "questions[0] (q).answers: at least one without stays = true"),
        (
            question('answers = [{ id = "a", label = "a", key = "ab" }]'),
            ".answers: key: allowed is one letter or digit",
        ),
        (
            question('answers = [{ id = "a", label = "a" }, { id = "a", label = "b" }]'),
            ".answers: id 'a' is there 2 times",
        ),
        ("[hours", "mine.toml: not valid TOML: "),
        ("[hours]\nopens = 1\nopens = 2", "mine.toml: not valid TOML: "),
        ('[mail]\nsubject = "\x1b"', "mine.toml: not valid TOML: "),
    ],
)
def test_an_error_names_the_file_the_key_and_what_is_allowed(own: str, said: str) -> None:
    error = parsed(own)
    assert error.startswith("mine.toml: ")
    assert said in error
    assert "\n" not in error


ASKED = '[[questions]]\nid = "q"\nprompt = "Q?"\nkind = "choice"\n'
YES = 'answers = [{ id = "yes", label = "yes", key = "y" }]\n'


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ('{ question = "z", answer = "yes" }', "after.question: no question 'z', allowed: p"),
        ('{ question = "q", answer = "yes" }', "after.question: no question 'q', allowed: p"),
        ('{ question = "p", answer = "no" }', "after.answer: 'no', allowed: yes"),
        ('{ question = "p", answer = "yes" }', ""),
    ],
)
def test_a_question_after_another_one(after: str, said: str) -> None:
    first = ASKED.replace('"q"', '"p"') + YES
    error = parsed(f"{TWO_WAYS}\n{first}{ASKED}{YES}after = {after}\n")
    assert said in error
    assert bool(said) is bool(error)


def test_one_meeting_is_asked_for_at_most() -> None:
    booked = 'answers = [{ id = "booked", label = "booked" }]\n'
    meeting = ASKED.replace("choice", "meeting") + booked
    own = talk('checklist = ["q", "r"]\n') + meeting + meeting.replace('"q"', '"r"')
    assert "(talk).checklist: allowed is one question of kind meeting" in parsed(own)


def test_answers_that_callbench_gives_are_in_the_default() -> None:
    known = {option.id for entry in PLAYBOOK.questions for option in entry.answers}
    assert set(RESERVED_ANSWERS) <= known


def test_the_default_as_json_is_what_its_toml_says() -> None:
    assert PACKED.read_bytes() == packed(default_text()), "make playbook"


def test_no_file_is_the_default(tmp_path: Path) -> None:
    assert load_playbook(tmp_path / "playbook.toml") == PLAYBOOK


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    own = tmp_path / "playbook.toml"
    own.write_bytes(b"\xef\xbb\xbf[cadence]\r\nretry_after = [1]\r\n")
    assert load_playbook(own).cadence.attempts == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            '[mail]\nsubject = "Grüße"'.encode("cp1252"),
            "byte 20 is not UTF-8: save the file as UTF-8",
        ),
        (b"[hours]\nopens = 9", "hours.opens: expected a time"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, content: bytes, said: str) -> None:
    own = tmp_path / "playbook.toml"
    own.write_bytes(content)
    with pytest.raises(PlaybookError) as raised:
        load_playbook(own)
    assert str(raised.value).startswith(f"{own}: ")
    assert said in str(raised.value)


def test_a_folder_in_its_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(PlaybookError, match="can't be read"):
        load_playbook(tmp_path)
