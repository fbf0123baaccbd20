"""Several people complain of the same thing: the cause needs mending, not another post.

Sorts the complaints of the last `window_days` by theme, from the words they use: delivery, waiting, quality,
price and charges, refunds, orders and bookings, staff, website, cleanliness, size and fit, stock. Fires for
the theme with the most people among those of which `people` or more wrote and that are more than the
`baseline_days` before let expect: with a chance of `chance` or less (Poisson, all themes held to it together,
Holm), or of `share_chance` where they make up `share` of all who complain. One person who writes three times is
one. Complaints that somebody put aside do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.facts import Comment
from bot.model.rule import Case, Example, Row, Rule, Setting, View
from bot.model.statistics import holm, poisson_at_least
from bot.model.words import age, amount, count
from bot.rules._comments import COMMENTS_AS_OF, comment_ref, still_to_ask, waiting_item
from bot.rules._themes import THEMES, themes_of

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


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return one case for the theme that most people complain of, when it is no coincidence."""
    start = view.ago["window_days"]
    recent = [row for row in rows if row["created_at"] >= start]
    lists = _by_theme(recent)
    themes = list(lists)
    if not themes:
        return
    earlier = _by_theme([row for row in rows if row["created_at"] < start])
    expected = {theme: _expected(earlier.get(theme, ()), view) for theme in themes}
    risks = dict(zip(themes, holm(_risk(lists[theme], expected[theme]) for theme in themes), strict=True))
    least, people = view.settings["share"] * _people(recent), {theme: _people(lists[theme]) for theme in themes}
    grave = [theme for theme in themes if people[theme] >= view.settings["people"]
             and risks[theme] <= view.settings["share_chance" if people[theme] >= least else "chance"]]
    if grave:
        theme = max(grave, key=people.__getitem__)
        yield _fired(theme, lists[theme], recent, expected[theme], view)


def _people(rows: Sequence[Row]) -> int:
    return len({row["author_key"] or row["comment_id"] for row in rows})


def _by_theme(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Return complaints by theme, the most telling theme first."""
    found: dict[str, list[Row]] = {theme: [] for theme, _, _ in THEMES}
    for row in rows:
        for theme in themes_of(row["text"]):
            found[theme].append(row)
    return {theme: about for theme, about in found.items() if about}


def _expected(earlier: Sequence[Row], view: View) -> float:
    """Return how many people the time before lets expect in a window of this length."""
    settings = view.settings
    length = max(1.0, settings["baseline_days"] - settings["window_days"])
    return _people(earlier) * settings["window_days"] / length


def _risk(rows: Sequence[Row], expected: float) -> float:
    """Return the chance of so many people, at least one taken as usual: a quiet past proves little."""
    return poisson_at_least(_people(rows), max(1.0, expected))


def _fired(theme: str, found: Sequence[Row], recent: Sequence[Row], expected: float, view: View) -> Case:
    newest = sorted(still_to_ask(found, view), key=lambda row: row["created_at"], reverse=True)
    chosen = newest[: max(1, int(view.settings["items"]))]
    return Case(
        subject=tuple(comment_ref(row) for row in found),
        facts={
            "n": len(recent), "window": count(int(view.settings["window_days"]), "day"), "as_of": recent[0]["as_of"],
            "theme": theme, "people": count(_people(found), "person", "people"),
            "expected": amount(expected) if expected else "none",
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
        "share": Setting(0.34, "share", "which share of all who complain makes a theme theirs"),
        "chance": Setting(0.05, "share", "the highest chance of so many that still counts as more than usual"),
        "share_chance": Setting(0.25, "share", "the same for a theme with such a share of all who complain"),
        "items": Setting(5, "count", "how many of the complaints are shown"),
    },
    fires_on=Example(now="2026-03-04T09:30:00Z", facts=_complaints(3), feeds={"comments": "2026-03-04T08:00:00Z"}),
    silent_on=Example(now="2026-03-04T09:30:00Z", facts=_complaints(2), feeds={"comments": "2026-03-04T08:00:00Z"}),
    severity=3,
    slot="nudge",
    counts=("complaint", "complaints"),
    effort_minutes=15,
)
