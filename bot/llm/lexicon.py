"""The words by which people name figures: which metric a phrase means, and what narrows it.

The same table reads the model's sentences and the names of the team's figures, so that both meet.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

_ANSWER = r"(?:answers?|reply|replies|response|repl(?:y|ies) from you)"
_DET = r"(?:an?\s+|any\s+|your\s+|the\s+|one\s+)?"
_TABLE: tuple[tuple[str, str, str], ...] = (
    (r"(?:that |which |who )?(?:needed|wanted|called for|deserved|asked for|required)\s+" + _DET + _ANSWER,
     "", "status=needed"),
    (r"unanswered|unreplied|wait(?:s|ing|ed)?\b|awaiting(?: " + _ANSWER + r")?|without\s+" + _DET + _ANSWER
     + r"|(?:have|has|had|got|with|see|sees)?\s*no\s+" + _ANSWER
     + r"|not\s+(?:yet\s+)?(?:been\s+)?(?:answered|replied(?: to)?)"
     r"|n't\s+(?:yet\s+)?(?:been\s+)?(?:answered|replied(?: to)?|had\s+" + _DET + _ANSWER + r")"
     + r"|(?:still\s+)?(?:needs?|wants?|deserves?|expects?|lacks?)\s+" + _DET + _ANSWER
     + r"|yet to be answered|left hanging|in the queue|pending",
     "", "status=waiting"),
    (r"answered\s+share|answer\s+rate|share\s+answered|reply\s+rate|response\s+rate", "comment", "status=answered"),
    (r"first[ -]response|response\s+times?|(?:first[ -])?reply\s+times?|answer\s+times?"
     r"|first\s+(?:repl(?:y|ies)|answers?|responses)|answers\s+(?:came|come|arrived?|took|take)|time\s+to\s+(?:a\s+"
     r"|the\s+)?(?:first\s+)?" + _ANSWER
     + r"|(?:took|take|needed|need)\s+you|you\s+(?:first\s+)?(?:took|take|answer(?:ed)?\s+(?:in|within"
     r"|after)|reply\s+(?:in|within|after)|replied\s+(?:in|within|after))|to\s+(?:answer|reply)\b", "response", ""),
    (r"(?:got|received|has|have)\s+one(?=[.,;]|$)|answered|replied(?:\s+to)?|responded(?:\s+to)?"
     r"|(?:got|received|have|had|with|given?|gave)\s+an?\s+" + _ANSWER, "", "status=answered"),
    (r"late\b|overdue|past\s+(?:their|its|the)\s+(?:deadline|time|due)|out\s+of\s+time|too\s+late", "", "timing=late"),
    (r"leads?\s+per\s+(?:1,?000|thousand|1k)(?:\s+(?:people|accounts))?(?:\s+(?:reached|you reached))?"
     r"|lead\s+yield|per\s+(?:1,?000|thousand)\s+(?:people\s+)?reached|yields?\b", "yield lead", ""),
    (r"posts?\s+per\s+conversation|posts\s+for\s+(?:each|every|one)\s+conversation"
     r"|posts\s+to\s+(?:start|get|begin|spark|have|win|earn)\s+(?:one|a|each|every)\s+conversation",
     "post conversation", ""),
    (r"engagement\s+rates?|engagements?|engaged|interactions?", "engagement", ""),
    (r"follower\s+growth|net\s+new\s+followers?|new\s+followers?|followers?\s+gained"
     r"|followers?\s+growth|followers?\s+(?:numbers?\s+|count\s+)?(?:grew|rose|increased|fell|dropped)",
     "follower growth", ""),
    (r"followers?|fans|subscribers?|follow\s+you", "follower", ""),
    (r"complaints?", "comment", "label=complaint"),
    (r"buying\s+signals?|want\s+to\s+buy", "comment", "label=buying signal"),
    (r"questions?", "comment", "label=question"),
    (r"hostile|trolls?", "comment", "label=hostile"),
    (r"spam", "comment", "label=spam"),
    (r"comments?|commenters?|commented", "comment", ""),
    (r"(?:un|not )qualified|(?:not|n't)\s+qualify|poor(?:\s+quality)?|low[ -]quality", "", "quality=unqualified"),
    (r"qualified", "", "quality=qualified"),
    (r"enquir(?:y|ies)|inquir(?:y|ies)", "lead", "kind=enquiry"),
    (r"bookings?", "lead", "kind=booking"),
    (r"sign[ -]?ups?", "lead", "kind=sign-up"),
    (r"sales?\b(?!\s+pitch)", "lead", "kind=sale"),
    (r"referrals?", "lead", "kind=referral"),
    (r"(?:by|from|on)\s+time\s+(?:only|alone)|time\s+only|tied\s+by\s+time", "", "way=time"),
    (r"told\s+in\s+chat|by\s+word|told\b", "", "way=told"),
    (r"untied|tied\s+to\s+no\s+post", "", "way=untied"),
    (r"tagged\s+links?|utm(?:_\w+)?(?:\s+tags?)?|link\s+tags?|stated", "", "way=stated"),
    (r"leads?\b(?!\s+(?:path|to\b|the\s+way))", "lead", ""),
    (r"impressions?|views?|plays?", "impression", ""),
    (r"reactions?|likes|hearts", "reaction", ""),
    (r"saves\b|saved\b", "save", ""),
    (r"clicks?|clicked", "click", ""),
    (r"shares\b|shared\b", "sharing", ""),
    (r"conversations?|talks", "conversation", ""),
    (r"reach(?:ed|es)?\b|(?:most|best|widest|least)-(?:reached|seen)|saw\b|seen\s+by|were\s+seen", "reach", ""),
    (r"commitments?|promises?|promised", "commitment", ""),
    (r"kept\b", "", "outcome=kept"),
    (r"missed\b|broken\b", "", "outcome=missed"),
    (r"dropped\b(?=\s+(?:commitment|promise))", "", "outcome=dropped"),
    (r"open\b", "", "outcome=open status=waiting"),
    (r"targets?|(?:goals?|objectives?)(?=\s+(?:is|was|of|stands\s+at)\s+(?:to\s+\w+\s+)?\d)", "objective", "part=target"),
    (r"objectives?|goals?|aim(?:s|ed|ing)?\s+(?:for|at)|(?:your|our|the)\s+aim", "objective", ""),
    (r"progress|so\s+far|done\s+of", "", "part=progress"),
    (r"half\s+of\s+(?:all\s+|your\s+|the\s+|our\s+|team['’]s\s+)*(?:first\s+)?(?:answers|replies|responses)", "response",
     "statistic=median"),
    (r"median|typical(?:ly)?|middle", "", "statistic=median"),
    (r"90\s?%\s+of\s+(?:all\s+|your\s+|the\s+|our\s+)*(?:first\s+)?(?:answers|replies|responses)", "response",
     "statistic=p90"),
    (r"90th\s+percentile|nine\s+(?:of|in|out\s+of)\s+ten|9\s+(?:of|in|out\s+of)\s+10|slowest\s+tenth"
     r"|p90", "", "statistic=p90"),
    (r"averages?|mean\b|on\s+average", "", "statistic=mean"),
    (r"reels?|videos?", "post", "format=video"),
    (r"carousels?", "post", "format=carousel"),
    (r"stor(?:y|ies)\b", "post", "format=story"),
    (r"photos?|images?|pictures?", "post", "format=image"),
    (r"posts?\b|posted\b|published\b", "post", ""),
    (r"people|persons?|accounts\b", "people", ""),
    (r"instagram|insta\b|ig\b", "", "network=instagram"),
    (r"facebook|fb\b", "", "network=facebook"),
    (r"tik[ -]?tok", "", "network=tiktok"),
    (r"linked[ -]?in", "", "network=linkedin"),
    (r"you[ -]?tube", "", "network=youtube"),
    (r"twitter|(?-i:X)(?=\s|$|[,.:;'’)])", "", "network=x"),
    (r"pinterest", "", "network=pinterest"),
    (r"bluesky", "", "network=bluesky"),
    (r"mastodon", "", "network=mastodon"),
    (r"(?-i:Threads)", "", "network=threads"),
    (r"google", "", "network=google"),
    (r"reddit", "", "network=reddit"),
    (r"snapchat", "", "network=snapchat"),
)
NARROWS: Mapping[str, str] = {
    "status": "comment", "timing": "comment", "label": "comment", "kind": "lead", "quality": "lead", "way": "lead",
    "outcome": "commitment", "part": "objective", "statistic": "response",
}
"""Which metric a dimension narrows; those not named here (network, post, account, format) narrow any."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase that names a metric (`concepts`) or narrows one (`dims`), at its place in the text."""

    start: int
    end: int
    concepts: frozenset[str]
    dims: Mapping[str, str] = field(default_factory=dict)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(rf"(?P<r{n}>(?<![\w-])(?:{row[0]})(?!\w))" for n, row in enumerate(_TABLE)), re.IGNORECASE)


def mentions(text: str) -> list[Mention]:
    """Return every phrase of the table in a text, in order; where two could begin at one place the table's first counts.

    >>> [sorted(each.concepts) for each in mentions("12 unanswered comments on Instagram")]
    [[], ['comment'], []]
    """
    found = []
    for hit in _pattern().finditer(text):
        _, concepts, dims = _TABLE[int((hit.lastgroup or "r0")[1:])]
        pairs = dict(pair.split("=") for pair in re.split(r" (?=\w+=)", dims) if pair)
        found.append(Mention(hit.start(), hit.end(), frozenset(concepts.split()), pairs))
    return found
