"""Words that make a phrase vague, with what to say to the rep about each.

A *strong* word decides even when others in the phrase are unknown ("when he is back").
"""

from typing import Final

from callbench.domain.when.words import phrases_of

ROUGH: Final = "roughly isn't exact: which time?"
OPEN: Final = "that is a limit: which exact time?"
CHOICE: Final = "more than one time: which?"
OFTEN: Final = "that repeats: which one is next?"
UNDECIDED: Final = "no time agreed yet: which day and time?"
EVENT: Final = "depends on something: which day and time?"
PERIOD: Final = "a period, not a day: which day and time?"
NEGATED: Final = "says when not: which day and time?"
FEW: Final = "how many exactly?"
WINDOW: Final = "runs over several days: which day and time?"
DURATION: Final = 'a length, or from now? Try "in 30 min"'

DAY_OR_TIME: Final = "is that number a day, a year or a time?"

_WEAK: Final = {
    ROUGH: """about|around|ish|roughly|approx|approximately|circa|ca|or so|give or take|nearly
        almost|thereabouts|or thereabouts|early|late|mid|earlyish|latish|give take|close to
        shortly after|just after|just before|just past|towards|toward|mid morning|mid afternoon
        late morning|late afternoon|early morning|early afternoon|early evening|late evening
        late night|some point|any|in about|in around|in roughly|elevenish|noonish""",
    OPEN: """by|before|after|until|till|til|between|within|no later than|not later than|past
        onwards|onward|from|starting|since|at the latest|latest|at the earliest|earliest|or later
        or earlier|not before|not after|at least|up to|during|over|throughout|later than
        earlier than|sooner than|from then on""",
    PERIOD: """the week after|next month|this month|next hour|next hour or so
        the month after|month after next|next quarter|this quarter|next year|this year
        weekend|the weekend|next weekend|this weekend|new year|the new year|christmas|xmas|easter
        end of|the end of|start of|the start of|beginning of|the beginning of|middle of
        the middle of|first half of|second half of|early in|late in|eom|eow|eoq|eoy
        end of month|end of the month|end of week|end of the week|end of quarter|end of year
        end of the quarter|end of the year|end of next week|end of next month|end of this week
        week of|the week of|week commencing|wk commencing|wk of|week starting|wk starting|w/c|wc
        week beginning|w/b|week ending|w/e
        first week of|second week of|third week of|fourth week of|last week of|1st week of
        2nd week of|3rd week of|4th week of|later this week
        later this month|later next week|later this year|early next week|early next month
        spring|summer|autumn|winter|q|christmas eve|thanksgiving|month end
        week end|year end|in the week|midweek|mid week|half term""",
    CHOICE: "either|alternatively|alternately",
}

_STRONG: Final = {
    UNDECIDED: """tbd|tbc|tba|whenever|asap|as soon as possible|sometime|some time|anytime
        any time|any day|some day|someday|soon|later|later on|shortly|in due course|eventually
        at some point|one of these days|when possible|as late as possible|as early as possible
        maybe|perhaps|possibly|probably|hopefully|might|no idea|not sure|unsure|don't know|dunno
        to be confirmed|to be decided|to be agreed|pending|flexible|at your convenience|now
        right now|straight away|immediately|right away|in a bit|in a while|in a moment|in a sec
        later today|the usual time|usual time|same time|at the same time|the same time
        another day|another time|the other day|sooner or later|first available|next available
        the sooner the better|closest|nearest|seconds|secs|the future|near future
        in the near future|at a later date
        a later date|when free|when convenient|any time works|first opportunity""",
    EVENT: """when|once|if|unless|depending|depends|after the|before the|after his|after her
        after their|after they|after he|after she|after we|after our|after my|before they|before he
        before she|before we|before our|as soon as|until they|until he|until she|until the
        till the|following the|following his|following her|following their""",
    OFTEN: """every|each|weekly|daily|monthly|fortnightly|biweekly|bi weekly|quarterly|yearly
        annually|hourly|recurring|every other|twice a|once a|nightly|regularly""",
    NEGATED: """not|never|no|except|instead|instead of|rather than|cancel|cancelled|canceled
        cancels|isn't|can't|cannot|won't|doesn't|anything but|anytime but""",
}

DECISIVE: Final = frozenset({EVENT, OFTEN, UNDECIDED, NEGATED})
"""What strong words say: no calendar is needed to see that the phrase is vague."""

PAST_WORDS: Final = phrases_of(
    """yesterday|last week|last month|last year|last night|ago|day before yesterday
    the day before yesterday|previous|past week|the other week"""
)


def _phrases(table: dict[str, str]) -> dict[str, str]:
    """Each phrase of a table with what to say about it."""
    return {phrase: message for message, rows in table.items() for phrase in phrases_of(rows)}


WEAK: Final = _phrases(_WEAK)
STRONG: Final = _phrases(_STRONG)
