"""The Markdown of a session: what it says, and that nothing in it is obeyed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from written_records import DANA, DEFAULT, HOSTILE, MADE, PROMISED, a_conversation, cancelled, moved

from callbench.domain.figures import Figures, collect
from callbench.domain.records import Addendum, Call, CallSession, replace
from callbench.domain.stats import BlockStats, measure
from callbench.exchange.report import agreed, charts_report, figures, latest_step, report

SESSION = CallSession(id="s", title="Tue 24 Nov 2026, 09:00", started_at=MADE, zone="Europe/London")


def report_of(*calls: Call) -> str:
    return report(SESSION, calls, measure(calls, DEFAULT), DEFAULT)


def missed(minutes: int = 20) -> Call:
    at = MADE + timedelta(minutes=minutes)
    return Call(
        id="missed", prospect=DANA.ref, attempt=1, kind="first", dialled_at=at, ended_at=at,
        wrapped_at=at, disposition="voicemail",
    )  # fmt: skip


def test_a_block_as_markdown() -> None:
    added = Addendum(at=MADE + timedelta(days=1), text="she mailed already")
    assert report_of(a_conversation(addenda=(added,)), missed()).split("\n## ") == [
        """\
# Tue 24 Nov 2026, 09:00

| | |
| --- | --- |
| calls | 2 |
| connects | 1 |
| conversations | 1 |
| meetings booked | 1 |
| exact next step | 1 of 1, 100 % |
| one more issue | 1 of 1, 100 % |
| talk time | 6:00 |
| after-call time | 1:00 on average |
""",
        """\
Rhythm

```text
Tue 24 Nov 2026, 09:30 to 09:50
██ talk  ▓▓ after-call  ▒▒ dialling  ░░ between calls  ·· paused

       calls  connects  talks
09:30      1         1      1  ████████████████████████████▓▓▓▓▓░░░░░░░░░░░░░░
  ⋮    10 minutes without a call
09:50      1         ·      ·

██ talk              6:00  30 %   ▓▓ after-call        1:00   5 %
░░ between calls    13:00  65 %
```
""",
        """\
Agreed next

- **Tue 1 Dec 2026 15:00 in London, 16:00 in Madrid**, Dana Whitfield, \
Northwind Freight: walk the CFO through the new tariff
""",
        """\
Problems heard

- Dana Whitfield, Northwind Freight: hates their hold-music supplier
""",
        """\
Outcomes

- interested: 1
- voicemail: 1
""",
        """\
Conversations

### 09:30 Dana Whitfield, Northwind Freight: interested

> 00:12 Sam at the desk put me through  \n\
> ? does it do multi-drop  \n\
> ? is there a trial  \n\
> \\! budget frozen till January  \n\
> \\+ hates their hold-music supplier  \n\
> \\> tue 3pm with the CFO  \n\

- 100% sure? one more issue: CFO has to sign
- Next meeting booked? booked
- **Tue 1 Dec 2026 15:00 in London, 16:00 in Madrid**, Dana Whitfield, \
Northwind Freight: walk the CFO through the new tariff
- added Wed 25 Nov 2026 09:30: she mailed already
""",
    ]


def test_a_block_without_calls_is_its_figures() -> None:
    text = report_of()
    assert "| calls | 0 |" in text
    assert "##" not in text


def test_promises_are_named_where_any_was_due() -> None:
    assert "promises kept" not in dict(figures(BlockStats()))
    kept = dict(figures(BlockStats(promised=3, promised_on_time=2)))
    assert kept["promises kept"] == "2 of 3, 67 %"


def test_what_was_agreed_is_in_order_and_as_it_stands_now() -> None:
    later = a_conversation(addenda=(moved(),))
    sooner = replace(a_conversation(), id="sooner")
    off = replace(a_conversation(addenda=(cancelled(),)), id="off")
    undone = replace(a_conversation(), id="undone", disposition="voicemail")
    found = agreed([later, sooner, off, undone], DEFAULT)
    assert [call.id for call, _ in found] == ["sooner", later.id]
    assert latest_step(later) == moved().next_step


def test_a_promise_of_the_rep_alone_is_called_one() -> None:
    step = a_conversation().next_step
    assert step is not None
    assert "(my promise)" in report_of(a_conversation(next_step=replace(step, agreed=False)))


def test_the_clock_of_the_rep_comes_first_whichever_it_was_agreed_on() -> None:
    step = a_conversation().next_step
    assert step is not None
    theirs = a_conversation(next_step=replace(step, zone="Europe/Madrid"))
    assert "**Tue 1 Dec 2026 15:00 in London, 16:00 in Madrid**, Dana" in report_of(theirs)
    one = a_conversation(next_step=replace(step, their_zone=""))
    assert "**Tue 1 Dec 2026 15:00** Europe/London, Dana" in report_of(one)


def test_an_unknown_zone_is_shown_in_utc() -> None:
    session = replace(SESSION, zone="Mars/Olympus")
    text = report(session, [a_conversation()], BlockStats(), DEFAULT)
    assert "### 09:30" in text


@pytest.mark.parametrize("text", [*HOSTILE, "```\nout", "# big", "===", "---", "1. one", "- x"])
def test_text_is_shown_and_not_obeyed(text: str) -> None:
    prospect = replace(DANA, name=text, company=text)
    made = a_conversation(prospect, note=f"above\n{text}\n+ {text}")
    step = made.next_step
    assert step is not None
    made = replace(made, next_step=replace(step, reason=text))
    found = report(
        replace(SESSION, title=text), [made], BlockStats(dispositions={text: 1}), DEFAULT
    )
    lines = found.replace("\r", "\n").split("\n")
    fences = [line for line in lines if line.startswith("```")]
    assert fences == ["```text", "```"]
    headings = (
        "# ",
        "## Rhythm",
        "## Agreed",
        "## Problems",
        "## Outcomes",
        "## Conv",
        "### 09:30",
    )
    assert all(line.startswith(headings) for line in lines if line.startswith("#"))
    quoted = [line[2:] for line in lines if line.startswith("> ")]
    assert not [line for line in quoted if line.startswith(("-", "=", "#", "+", "*", ">", "`"))]


def test_every_chart_is_in_the_report_of_all_blocks() -> None:
    now = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    text = charts_report(collect([(SESSION, [a_conversation()])], DEFAULT, now), now)
    assert text.startswith("# Figures\n\nWed 2 Dec 2026 09:00\n\n## Figures\n\n```text\n")
    assert text.count("```text\n") == 6
    assert "0 of 1 promises kept" in text
    assert now > PROMISED


def test_charts_of_nothing_say_so() -> None:
    text = charts_report(Figures(), datetime(2026, 12, 2, 9, 0, tzinfo=UTC))
    assert "```" not in text
    assert "No promise has come due yet." in text
