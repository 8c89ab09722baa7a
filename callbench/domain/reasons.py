"""A reason to call, or none: "just checking in" is pointed out, with better material at hand."""

from __future__ import annotations

from collections.abc import Iterator

from callbench.domain.folding import fold
from callbench.domain.history import History
from callbench.domain.marks import of_kind
from callbench.domain.playbook import Playbook
from callbench.domain.records import Call, Prospect, ProspectRef
from callbench.domain.stories import matching, shared_tags

EMPTY = "empty"
"""What `is_generic` answers to a text without a single word."""

_FILLER = frozenset(
    fold(
        """
        a an the and or but so if of to on in at by for from with about regarding re as into
        i i'm i'd i'll i've we we're we'd we'll we've us me my our ours you you're you've your
        yours he she they them their it its it's this that these those there here
        am is are was were be been being do does did has have had will would could should can may
        might shall want wants wanted wanting need needed hoping hope hoped trying try tried
        going go get getting got give giving make making see seeing let know thought think
        just quick quickly brief briefly short simply only really still yet already again once more
        maybe perhaps please hi hello hey thanks thank soon back up out over things thing anything
        something everything bit little some any how what when where whether which who all
        call calls calling called phone ring email e-mail emails emailing mail mails mailing
        message messages voicemail voicemails note chat talk talks talking talked speak speaking
        spoke conversation conversations discussion discussions discussed meeting meetings
        touch contact last latest previous earlier recent recently since yesterday today
        tomorrow week weeks month months day days time times next
        monday tuesday wednesday thursday friday saturday sunday
        """
    ).split()
)
"""Words that say nothing about why to call; those of the playbook's phrases come on top."""


def is_generic(
    text: str, playbook: Playbook, *, prospect: Prospect | ProspectRef | None = None
) -> str:
    """The generic phrase that a reason consists of, or "" where it says something.

    A text is generic only when nothing concrete is left once the playbook's phrases and filler
    words are taken out: "following up on the multi-drop pricing you asked for" is a reason.

    Args:
        text: The reason as typed.
        playbook: Names the phrases that are no reason.
        prospect: Their own names say nothing either.

    Returns:
        The phrase as the playbook spells it; the text itself where it is filler words alone;
        ``empty`` where there is no word at all.
    """
    said = fold(text)
    if not said:
        return EMPTY
    rest, found = _without_phrases(said, playbook)
    names = set(fold(f"{prospect.name} {prospect.company}").split()) if prospect else set()
    if any(_is_concrete(word, names) for word in rest.split()):
        return ""
    return found or " ".join(text.split())


def _without_phrases(said: str, playbook: Playbook) -> tuple[str, str]:
    """The text with every phrase taken out, and the phrase that came first in it."""
    rest = f" {said} "
    found: list[tuple[int, str]] = []
    # Longer phrases first, so that "follow up" leaves nothing of "following up" behind.
    for phrase in sorted(playbook.reasons.generic, key=len, reverse=True):
        sought = f" {fold(phrase)} "
        if sought.strip() and sought in rest:
            found.append((f" {said} ".index(sought), phrase))
            while sought in rest:
                rest = rest.replace(sought, "  ")
    return rest, min(found, default=(0, ""))[1]


def _is_concrete(word: str, names: set[str]) -> bool:
    # A number alone is a date or an hour; together with a word it is the word that counts.
    return word not in _FILLER and word not in names and not word.isdecimal()


def weak_reason(reason: str, playbook: Playbook) -> str:
    """What to say about a reason that is none; "" where it is one."""
    generic = is_generic(reason, playbook)
    if not generic:
        return ""
    if not reason.strip():
        return "no reason yet: why would they want this call?"
    return f"“{generic}” is no reason: what is in it for them?"


def by_referral(name: str) -> str:
    """The reason to call somebody to whom `name` has referred the rep."""
    return f"{name} referred you" if name else ""


def material(history: History, prospect: Prospect, playbook: Playbook) -> tuple[str, ...]:
    """Better reasons at hand, the strongest first, each in a line.

    Their open questions, who referred the rep to them, what they said last, news about them, and
    a success story that fits and that they have not heard.
    """
    return tuple(dict.fromkeys(_material(history, prospect, playbook)))


def _material(history: History, prospect: Prospect, playbook: Playbook) -> Iterator[str]:
    for question in history.questions:
        yield f"they asked: {question}"
    if not history.conversations and (referral := by_referral(prospect.referred_by)):
        yield referral
    words = next((past.words for past in history.recent if past.reached and past.words), "")
    if words and words not in history.questions:
        yield f"last time: {words}"
    if news := prospect.news.strip():
        yield f"news: {news}"
    for story in matching(prospect, history.told, playbook)[:1]:
        if story.id not in history.told:
            yield f"story: {story.title} ({', '.join(shared_tags(prospect, story))})"


def from_call(call: Call) -> tuple[str, ...]:
    """Reasons to speak again that a call itself gives, the strongest first.

    What holds them back, their questions that are still open, and their objections.
    """
    issue = call.answers.get("certain")
    found = [issue.detail] if issue is not None and issue.detail else []
    found += [words for words in of_kind(call.note, "question") if words not in call.ticked]
    found += of_kind(call.note, "objection")
    return tuple(dict.fromkeys(found))
