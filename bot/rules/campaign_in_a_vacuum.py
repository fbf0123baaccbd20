"""A campaign stands alone: nothing ties its posts to a page, or its printed pieces to the accounts.

Looks at the campaigns that run today or start within `ahead_days`; one without days counts while it has posts
in the last `window_days`. Fires for two gaps: online, where it has no page, no tagged link of its own and no post
of it carries one; offline, where it has printed or physical pieces and these show neither its hashtag nor the handle. Says
"can't tell" where only the second is in doubt: there are such pieces, no hashtag, and nobody said whether the
handle is on them. Posts belong to a campaign by their campaign or by the utm_campaign of their link.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.model.facts import Campaign, Post
from bot.model.rule import Case, Example, Ref, Row, Rule, Setting, View
from bot.model.times import ago, from_text, local
from bot.model.words import count, day, shorten

DETECT = """
select c.campaign, c.starts_on, c.ends_on, c.page, c.link, c.hashtag, c.offline, c.offline_has_handle,
  p.network, p.post_id, p.utm_campaign, p.utm_content,
  (select max(i.as_of) from imports as i
    where i.team_id = :team_id and i.feed = 'campaigns' and i.undone_at is null) as as_of
from campaigns as c
left join posts as p
  on p.team_id = c.team_id
  and p.published_at >= :window_days_ago
  and p.published_at <= :now
  and replace(replace(lower(c.campaign), ' ', '-'), '_', '-') in (
    replace(replace(lower(p.campaign), ' ', '-'), '_', '-'), replace(replace(lower(p.utm_campaign), ' ', '-'), '_', '-')
  )
where c.team_id = :team_id
  and (c.ends_on is null or c.ends_on >= :grace_days_ago)
order by c.campaign, p.published_at, p.network, p.post_id
"""


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return a case for each campaign with a gap, and one for each of which too little is known."""
    for name in dict.fromkeys(row["campaign"] for row in rows):
        posts = [row for row in rows if row["campaign"] == name]
        campaign = posts[0]
        posts = [row for row in posts if row["post_id"] is not None]
        if not _is_due(campaign, posts, view):
            continue
        gaps = _gaps(campaign, posts)
        facts = {
            "n": len(posts), "window": _period(campaign, view), "as_of": campaign["as_of"] or view.now,
            "campaign": shorten(name, 40), "posts": count(len(posts), "post"), "gaps": ", and ".join(gaps),
            "next_step": "Ask whether the handle or a hashtag is on the printed pieces, and say so in the campaigns table.",
        }
        if gaps:
            yield Case(subject=(Ref("campaign", "", name),), facts=facts)
        elif campaign["offline"] and not campaign["hashtag"] and campaign["offline_has_handle"] is None:
            yield Case(subject=(Ref("campaign", "", name),), verdict="cant-tell", facts=facts,
                       reason=f"nobody said whether the handle is on the pieces of {shorten(name, 40)}")


def _is_due(campaign: Row, posts: Sequence[Row], view: View) -> bool:
    """Return whether a campaign runs, or starts soon."""
    today = f"{local(view.now, view.zone):%Y-%m-%d}"
    soon = f"{local(ago(from_text(view.now), days=-view.settings['ahead_days']), view.zone):%Y-%m-%d}"
    if campaign["starts_on"] is None and campaign["ends_on"] is None:
        return bool(posts)
    return (campaign["starts_on"] or today) <= soon and (campaign["ends_on"] or today) >= today


def _gaps(campaign: Row, posts: Sequence[Row]) -> list[str]:
    gaps = []
    is_tagged = "utm_" in (campaign["link"] or "") or any(row["utm_campaign"] or row["utm_content"] for row in posts)
    if not campaign["page"] and not is_tagged:
        gaps.append("no page and no tagged link")
    if campaign["offline"] and not campaign["hashtag"] and campaign["offline_has_handle"] == "no":
        gaps.append(f"no hashtag or handle on its {shorten(campaign['offline'], 40)}")
    return gaps


def _period(campaign: Row, view: View) -> str:
    days = [day(f"{campaign[name]}T12:00:00Z", "UTC") if campaign[name] else "open" for name in ("starts_on", "ends_on")]
    return " to ".join(days) if days != ["open", "open"] else count(int(view.settings["window_days"]), "day")


RULE = Rule(
    detect=DETECT,
    refine=refine,
    title="Tie {campaign} to the rest: it has {gaps}",
    ask="{posts} so far ({window}); who sees one part cannot find the others.",
    next_step="Give it a page and a tagged link; put hashtag or handle on what is printed.",
    commitment="Give {campaign} a page, a tagged link and a hashtag on its printed pieces",
    measured_by="word",
    closed_by="A page, a tagged link, a hashtag or a handle in a later import of campaigns or posts.",
    rests_on=("not-in-a-vacuum",),
    settings={
        "window_days": Setting(90, "days", "how far back posts of a campaign are looked at"),
        "ahead_days": Setting(14, "days", "how soon a campaign must start"),
        "grace_days": Setting(2, "days", "how far back a campaign may have ended and still be read, for the zones' sake"),
    },
    fires_on=Example(
        now="2026-03-04T09:30:00Z",
        facts=(
            Campaign("Spring bake", "2026-03-01", "2026-03-31", offline="poster", offline_has_handle=False),
            Post("instagram", "p1", "2026-03-02T18:00:00Z", campaign="Spring bake", link="https://bakery.example/"),
        ),
    ),
    silent_on=Example(
        now="2026-03-04T09:30:00Z",
        facts=(
            Campaign("Spring bake", "2026-03-01", "2026-03-31", offline="poster", offline_has_handle=True),
            Post("instagram", "p1", "2026-03-02T18:00:00Z", campaign="Spring bake",
                 link="https://bakery.example/?utm_campaign=spring-bake"),
        ),
    ),
    severity=2,
    slot="nudge",
    counts=("post", "posts"),
    effort_minutes=20,
)
