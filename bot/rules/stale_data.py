"""What the coach was shown is old, or it was never shown what posts bring.

Fires when posts, comments, leads, followers or outbound conversations were imported before and the newest
import of them is more than `fresh_days` old; a network whose own imports fell behind within `window_days` is
named. Says "can't tell" when posts come in but comments or leads never did: then nobody can say what the
posts did, and it names the table that is missing. A lead that was told in chat counts as a feed of leads.
Undone imports do not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.facts import Post
from bot.model.networks import network_name
from bot.model.rule import Case, Example, Ref, Row, Rule, Setting, View
from bot.model.words import age, count

DETECT = """
select i.feed, i.network, i.as_of,
  case when exists (
    select 1 from leads as l where l.team_id = :team_id and l.created_at <= :now and l.created_at >= :window_days_ago
  ) then 1 else 0 end as has_leads
from (
  select feed, network, max(as_of) as as_of
  from imports
  where team_id = :team_id
    and undone_at is null
    and format <> 'told'
    and feed in ('posts', 'comments', 'leads', 'followers', 'outbound')
  group by feed, network
) as i
order by i.feed, i.as_of desc, coalesce(i.network, '')
"""
HIDDEN = {
    "posts": "how posts do", "comments": "who waits for an answer", "leads": "what posts bring",
    "followers": "how followers grow", "outbound": "whether you talk to others first",
}
TABLES = {
    "comments": "Import the comments: a table with network, comment_id, post_id, created_at and text.",
    "leads": "Import the leads: a table with lead_id, created_at and post_id or utm_content.",
}


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return one case for all feeds that are old, and one for each that is missing."""
    if not rows:
        return
    newest: dict[str, str] = {}
    for row in rows:
        newest[row["feed"]] = max(row["as_of"], newest.get(row["feed"], ""))
    stale = {(feed, ""): as_of for feed, as_of in newest.items() if as_of < view.ago["fresh_days"]}
    stale |= {(row["feed"], row["network"]): row["as_of"] for row in rows if _fell_behind(row, rows, newest, view)}
    if stale:
        yield _stale(stale, len(rows), view)
    for feed in ("comments", "leads"):
        if "posts" in newest and feed not in newest and not (feed == "leads" and rows[0]["has_leads"]):
            yield Case(
                subject=(Ref("feed", "", feed),), verdict="cant-tell",
                reason=f"{feed} were never imported, so {HIDDEN[feed]} stays hidden",
                facts={"n": len(rows), "window": _window(view), "as_of": newest["posts"], "next_step": TABLES[feed]},
            )


def _fell_behind(row: Row, rows: Sequence[Row], newest: dict[str, str], view: View) -> bool:
    """Return whether a network's own feed is old while its feed is fresh; a table for all networks covers each."""
    same = [each for each in rows if each["feed"] == row["feed"]]
    covering = max((each["as_of"] for each in same if each["network"] is None), default="")
    return (row["network"] is not None and newest[row["feed"]] >= view.ago["fresh_days"]
            and view.ago["window_days"] <= max(row["as_of"], covering) < view.ago["fresh_days"])


def _stale(stale: dict[tuple[str, str], str], looked_at: int, view: View) -> Case:
    oldest = min(stale.values())
    names = [f"{network_name(network)} {feed}".strip() for feed, network in stale]
    hidden = [HIDDEN[feed] for feed in dict.fromkeys(feed for feed, _ in stale)]
    return Case(
        subject=tuple(Ref("feed", network, feed) for feed, network in stale),
        facts={
            "n": looked_at, "window": _window(view), "as_of": oldest, "feeds": _listed(names),
            "age": age(oldest, view.now), "hidden": _listed(hidden),
        },
    )


def _window(view: View) -> str:
    return count(int(view.settings["fresh_days"]), "day")


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


RULE = Rule(
    detect=DETECT,
    refine=refine,
    title="Import {feeds} again: the newest are {age} old",
    ask="Until then the coach cannot see {hidden}, and says so instead of guessing.",
    next_step="Export them from the network and import the file.",
    commitment="Import {feeds} again",
    measured_by="word",
    closed_by="A newer import of the same feed.",
    rests_on=("measure-and-monitor",),
    settings={
        "fresh_days": Setting(8, "days", "how old the newest import of a feed may be"),
        "window_days": Setting(90, "days", "how long a network that is no longer imported is asked for"),
    },
    fires_on=Example(
        now="2026-03-04T09:30:00Z",
        feeds={"posts": "2026-03-03T08:00:00Z", "comments": "2026-02-20T08:00:00Z", "leads": "2026-03-03T08:00:00Z"},
    ),
    silent_on=Example(
        now="2026-03-04T09:30:00Z", facts=(Post("instagram", "p1", "2026-03-02T18:00:00Z"),),
        feeds={"comments": "2026-02-25T08:00:00Z", "leads": "2026-03-03T08:00:00Z"},
    ),
    severity=2,
    slot="nudge",
    counts=("feed", "feeds"),
    effort_minutes=10,
)
