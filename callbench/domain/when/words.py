"""The vocabulary: every word the reader knows, by the role it plays.

A word that is not here is refused by name, because a skipped word ("not tue 3pm") can turn a
time into its opposite.
"""

from typing import Final


def words_of(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


def phrases_of(text: str) -> frozenset[str]:
    """The phrases of a text, set apart by bars or line ends."""
    return frozenset(filter(None, map(str.strip, text.replace("\n", "|").split("|"))))


def _numbered(rows: str, first: int) -> dict[str, int]:
    """The words of each line, numbered line by line."""
    return {
        word: number for number, row in enumerate(rows.split("\n"), first) for word in row.split()
    }


WEEKDAYS: Final = _numbered(
    "monday mon mo\n"
    "tuesday tues tue tu\n"
    "wednesday weds wed wednes\n"
    "thursday thurs thur thu th\n"  # codespell:ignore thur
    "friday fri fr\n"
    "saturday sat sa\n"
    "sunday sun su",
    0,
)

WEEKDAY_PLURALS: Final = words_of(
    "mondays tuesdays wednesdays thursdays fridays saturdays sundays weekdays weekends"
)

MONTHS: Final = _numbered(
    """january jan
february feb
march mar
april apr
may
june jun
july jul
august aug
september sept sep
october oct
november nov
december dec""",
    1,
)

NUMBERS: Final = _numbered(
    "zero\none\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\neleven\ntwelve\nthirteen\n"
    "fourteen\nfifteen\nsixteen\nseventeen\neighteen\nnineteen\ntwenty",
    0,
) | {"thirty": 30, "forty": 40, "fifty": 50}

ORDINALS: Final = _numbered(
    "first\nsecond\nthird\nfourth\nfifth\nsixth\nseventh\neighth\nninth\ntenth\neleventh\ntwelfth\n"
    "thirteenth\nfourteenth\nfifteenth\nsixteenth\nseventeenth\neighteenth\nnineteenth\ntwentieth",
    1,
) | {"thirtieth": 30}

MINUTE_UNITS: Final = {
    word: size
    for size, words in (
        (1, "m min mins minute minutes minutes' minute's"),
        (60, "h hr hrs hour hours hours' hour's"),
    )
    for word in words.split()
}
"""Minutes in a unit of elapsed time."""

DAY_UNITS: Final = {
    word: size
    for size, words in (
        (1, "d day days days'"),
        (7, "w wk wks week weeks week's weeks'"),
        (14, "fortnight fortnights fortnight's"),
    )
    for word in words.split()
}
"""Days in a unit of the calendar."""

MONTH_UNITS: Final = {"month": 1, "months": 1, "months'": 1, "year": 12, "years": 12}

DAYS_FROM_TODAY: Final = {
    "today": 0,
    "2day": 0,
    "tomorrow": 1,
    "tomorow": 1,
    "tommorow": 1,  # codespell:ignore
    "tommorrow": 1,  # codespell:ignore
    "tomorrows": 1,
    "tmrw": 1,
    "tmr": 1,
    "tmw": 1,
    "tmoro": 1,
    "tomo": 1,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
}

PARTS: Final = {
    "morning": "morning",
    "mornings": "morning",
    "afternoon": "afternoon",
    "arvo": "afternoon",
    "evening": "evening",
    "eve": "evening",
    "night": "night",
    "lunch": "lunch",
    "lunchtime": "lunch",
    "lunch time": "lunch",
    "am": "am",
    "pm": "pm",
}
"""Parts of a day: they choose between two readings of a clock, and are no time themselves."""

FILLERS: Final = phrases_of(
    """
    ok|okay|k|yes|yeah|yep|sure|please|pls|great|fine|good|cool|perfect|thanks|cheers|hi|so|then
    let's|lets|let us|let's say|lets say|say|shall we say|how about|what about|let's do|lets do
    how's|how is|does|works|work|work for you|works for me|suits|would|be|is|it's|its|we said
    call|calls|call back|callback|call-back|call me|call him|call her|call them|call us|ring
    ring back|ring me|phone|phone back|phone me|speak|talk|chat|catch up|catch-up|catchup|meet
    meeting|appointment|appt|booked|book|book in|booked in|confirmed|agreed|demo|follow up
    follow-up|followup|f/u|cb|reminder|remind me|try|try again|again|back|me|the|for|on|of|that is
    sharp|exactly|precisely|prompt|on the dot|and confirmed|see you|speak to you|talk to you
    """
)
"""Words that change nothing. `at` and `on` are not here: they say what comes next."""
