"""Several people complain of the same thing: the cause needs mending, not another post.

Sorts the complaints of the last `window_days` by theme, from the words they use: delivery, waiting, quality,
price and charges, refunds, orders and bookings, staff, website, cleanliness, size and fit, stock. Fires for
the theme with the most people among those of which `people` or more wrote and that either make up `share` of
all who complain or more, or are more than the `baseline_days` before let expect, with a chance of `chance` or
less (Poisson, all themes held to it together, Holm). One person who writes three times is one. Complaints
that somebody put aside do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.model.facts import Comment
from bot.model.rule import Case, Example, Row, Rule, Setting, View
from bot.model.statistics import holm, poisson_at_least
from bot.model.words import age, count
from bot.rules._accounts import rounded
from bot.rules._comments import COMMENTS_AS_OF, comment_ref, waiting_item

DETECT = f"""
select c.network, c.comment_id, c.author_key, c.permalink, c.text, c.label, c.created_at, {COMMENTS_AS_OF} as as_of
from comments as c
where c.team_id = :team_id
  and c.direction = 'in'
  and c.created_at >= :baseline_days_ago
  and c.created_at <= :now
  and c.label = 'complaint'
  and (c.dismissed_at is null or c.dismissed_at > :now)
order by c.created_at, c.network, c.comment_id
"""
THEMES: Mapping[str, re.Pattern[str]] = {
    theme: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for theme, words in (
        ("refunds", r"refund\w*|money back|reimburs\w*|chargeback"),
        ("delivery", r"deliver\w*|shipp\w*|shipment|parcel\w*|package\w*|courier|tracking|post office|arriv\w*|"
                     r"dispatch\w*"),
        ("stock", r"sold out|out of stock|never in stock|unavailable|restock\w*|ran out"),
        ("price and charges", r"overcharg\w*|charged|price\w*|expensive|overpriced|rip.?off|hidden fees?|billed|"
                              r"invoice\w*"),
        ("waiting", r"queu\w*|wait(?:ed|ing)?|slow service|ages|on hold|"
                    r"no (?:one|body) (?:answers|answered|replies|replied)"),
        ("orders and bookings", r"order\w*|booking\w*|booked|reservation\w*|reserved|table|appointment\w*|cancel\w*"),
        ("staff", r"staff|waiter\w*|waitress\w*|rude\w*|unfriendly|impolite|manager|employee\w*|cashier"),
        ("website", r"website|web ?site|app|checkout|log ?in|link|page|crash\w*|error|payment fail\w*"),
        ("cleanliness", r"dirty|filthy|hair in|unclean|hygiene|smell\w*|mou?ld\w*|cockroach\w*|sick|food poisoning"),
        ("size and fit", r"size\w*|sizing|fit|fits|too (?:small|big|tight|large)|wrong colou?r"),
        ("quality", r"broke\w*|broken|fell apart|stale|cold|burnt|raw|dry|soggy|leak\w*|damaged|faulty|defect\w*|quality|"
                    r"stopped working|torn|ripped|scratch\w*|undercooked|tasteless"),
    )
}
"""The words by which a complaint is of a theme, the most telling theme first: a complaint may be of several."""


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return one case for the theme that most people complain of, when it is no coincidence."""
    start = view.ago["window_days"]
    recent = [row for row in rows if row["created_at"] >= start]
    earlier = [row for row in rows if row["created_at"] < start]
    themes = [theme for theme, words in THEMES.items() if any(words.search(row["text"]) for row in recent)]
    if not themes:
        return
    lists = {theme: [row for row in recent if THEMES[theme].search(row["text"])] for theme in themes}
    expected = {theme: _expected(theme, earlier, view) for theme in themes}
    risks = dict(zip(themes, holm(_risk(lists[theme], expected[theme]) for theme in themes), strict=True))
    least = view.settings["share"] * _people(recent)
    grave = [theme for theme in themes if _people(lists[theme]) >= view.settings["people"]
             and (_people(lists[theme]) >= least or risks[theme] <= view.settings["chance"])]
    if grave:
        theme = max(grave, key=lambda each: _people(lists[each]))
        yield _fired(theme, lists[theme], recent, expected[theme], view)


def _people(rows: Sequence[Row]) -> int:
    return len({row["author_key"] or row["comment_id"] for row in rows})


def _expected(theme: str, earlier: Sequence[Row], view: View) -> float:
    """Return how many people the time before lets expect in a window of this length."""
    settings = view.settings
    length = max(1.0, settings["baseline_days"] - settings["window_days"])
    return _people([row for row in earlier if THEMES[theme].search(row["text"])]) * settings["window_days"] / length


def _risk(rows: Sequence[Row], expected: float) -> float:
    """Return the chance of so many people, at least one taken as usual: a quiet past proves little."""
    return poisson_at_least(_people(rows), max(1.0, expected))


def _fired(theme: str, found: Sequence[Row], recent: Sequence[Row], expected: float, view: View) -> Case:
    chosen = sorted(found, key=lambda row: row["created_at"], reverse=True)[: max(1, int(view.settings["items"]))]
    return Case(
        subject=tuple(comment_ref(row) for row in found),
        facts={
            "n": len(recent), "window": count(int(view.settings["window_days"]), "day"), "as_of": recent[0]["as_of"],
            "theme": theme, "people": count(_people(found), "person", "people"),
            "expected": rounded(expected) if expected else "none",
            "complaints": count(len(recent), "complaint"), "newest": age(found[-1]["created_at"], view.now),
        },
        items=tuple(waiting_item(row, view) for row in chosen),
    )


def _complaints(people: int) -> tuple[Comment, ...]:
    """Return three complaints of one theme by so many people, and one of another."""
    words = ("Still waiting for my refund", "I was promised a refund and heard nothing", "Where is my refund?")
    return (
        *(Comment("instagram", f"c{number}", "p1", f"2026-03-0{1 + number}T08:00:00Z", each,
                  author=f"customer {number % people}") for number, each in enumerate(words)),
        Comment("instagram", "c9", "p2", "2026-03-02T08:00:00Z", "The parcel never arrived", author="another"),
    )


RULE = Rule(
    detect=DETECT,
    refine=refine,
    title="Mend the cause first: {people} complained of {theme} in {window}",
    ask="Of {complaints} these name one theme, the newest {newest} ago; usual in that time: {expected}.",
    next_step="Tell whoever can mend {theme}, then answer each of these and say what was done.",
    commitment="Tell whoever can mend {theme} and answer these complaints",
    measured_by="answers",
    closed_by="No further complaint of that theme in later imports, and an answer under each of these.",
    rests_on=("fix-the-service-first",),
    settings={
        "window_days": Setting(14, "days", "how far back complaints are gathered"),
        "baseline_days": Setting(70, "days", "how far back complaints are compared with"),
        "people": Setting(3, "people", "how many people must complain of the theme"),
        "share": Setting(0.34, "share", "which share of all who complain must name it, unless it is more than usual"),
        "chance": Setting(0.05, "share", "the highest chance of so many that still counts as more than usual"),
        "items": Setting(5, "count", "how many of the complaints are shown"),
    },
    fires_on=Example(now="2026-03-04T09:30:00Z", facts=_complaints(3), feeds={"comments": "2026-03-04T08:00:00Z"}),
    silent_on=Example(now="2026-03-04T09:30:00Z", facts=_complaints(2), feeds={"comments": "2026-03-04T08:00:00Z"}),
    severity=3,
    slot="nudge",
    effort_minutes=15,
)
