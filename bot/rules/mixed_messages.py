"""Posts of one campaign say different things: another link, another spelling of the hashtag, another price or date.

Takes the posts of the last `window_days` by campaign (their own, or the utm_campaign of their link) and
compares what each says once: a post that names two prices or two pages makes no clear claim. The norm is what
the campaign itself says (page or link, hashtag), or what at least `agree` posts and `norm_share` of those with a
claim agree on. A post against the norm counts when it speaks of the same thing: its text shares `alike` of
its words with a post that keeps to the norm, or its hashtag is a near spelling of the campaign's; a link
counts when it leads to another page and not to one beneath it. Two posts alone contradict each other in a
price when their texts are alike. A story told on several accounts agrees with nobody but itself: it counts once.
Different offers within a campaign are no contradiction.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from bot.model.facts import Post
from bot.model.rule import Case, CaseItem, Example, Row, Rule, Setting, View
from bot.model.words import count, day, shorten
from bot.rules._accounts import post_ref
from bot.rules._claims import CLAIMS, page
from bot.rules._stories import stories

DETECT = """
select p.network, p.post_id, p.account, p.permalink, p.text, p.link, p.campaign, p.utm_campaign, p.published_at,
  p.last_as_of, coalesce(c.page, c.link) as norm_page, c.hashtag as norm_hashtag
from posts as p
left join campaigns as c
  on c.team_id = p.team_id
  and replace(replace(lower(c.campaign), ' ', '-'), '_', '-')
    = replace(replace(lower(coalesce(p.campaign, p.utm_campaign)), ' ', '-'), '_', '-')
where p.team_id = :team_id
  and p.published_at >= :window_days_ago
  and p.published_at <= :now
  and coalesce(p.campaign, p.utm_campaign) is not null
order by p.published_at, p.network, p.post_id
"""


class Odd(NamedTuple):
    """A post that says something else than the norm of its campaign."""

    row: Row
    what: str
    says: str
    norm: str
    like: Row | None


def refine(rows: Sequence[Row], view: View) -> Iterable[Case]:
    """Return a case for each campaign whose posts contradict each other."""
    campaigns: dict[str, list[Row]] = {}
    for row in rows:
        campaigns.setdefault(_plain(row["campaign"] or row["utm_campaign"]), []).append(row)
    for posts in campaigns.values():
        odd = [each for what in CLAIMS for each in _odd(what, posts, view)]
        if odd:
            yield _fired(odd, posts, view)


def _odd(what: str, posts: Sequence[Row], view: View) -> list[Odd]:
    """Return the posts of a campaign that go against its norm in one thing."""
    said = {number: values for number, row in enumerate(posts) if (values := CLAIMS[what](row))}
    if what == "hashtag":
        return _odd_hashtags(posts, said, view)
    single = {number: next(iter(values)) for number, values in said.items() if len(values) == 1}
    stated = page(posts[0]["norm_page"]) if what == "link" and posts[0]["norm_page"] else None
    once = _once_a_story(posts, single)
    norm = stated or _norm(list(once.values()), view)
    if norm is None:
        return _two_alike(what, posts, once, view)
    keeping = [posts[number] for number, value in single.items() if value == norm]
    found = []
    for number, value in single.items():
        like = max(keeping, key=lambda row: alike(row, posts[number]), default=None)
        if value == norm or (what == "link" and value.startswith(f"{norm}/")):
            continue
        if what == "link" or (like is not None and alike(like, posts[number]) >= view.settings["alike"]):
            found.append(Odd(posts[number], what, value, norm, like))
    return found


def _odd_hashtags(posts: Sequence[Row], said: dict[int, frozenset[str]], view: View) -> list[Odd]:
    """Return posts that carry a near spelling of the campaign's hashtag and not the hashtag itself."""
    stated = (posts[0]["norm_hashtag"] or "").lstrip("#").casefold()
    told = [{tag for place in story for tag in said.get(place, ())} for story in _stories(posts)]
    counts = Counter(tag for tags in told for tag in tags)
    top = counts.most_common(1)[0] if counts else ("", 0)
    agreed = top[1] >= view.settings["agree"] and top[1] >= view.settings["norm_share"] * sum(map(bool, told))
    norm = stated or (top[0] if agreed else "")
    found = []
    for number, tags in said.items():
        near = [tag for tag in sorted(tags) if norm and norm not in tags and _is_near(tag, norm)]
        if near:
            like = next((posts[other] for other, theirs in said.items() if norm in theirs), None)
            found.append(Odd(posts[number], "hashtag", f"#{near[0]}", f"#{norm}", like))
    return found


def _once_a_story(posts: Sequence[Row], single: dict[int, str]) -> dict[int, str]:
    """Return what posts say of one thing, each value once for each story that says it: its first telling stands for it."""
    kept = {}
    for story in _stories(posts):
        first_to_say = {single[place]: place for place in reversed(story) if place in single}
        kept.update({place: value for value, place in first_to_say.items()})
    return {place: kept[place] for place in sorted(kept)}


def _stories(posts: Sequence[Row]) -> list[list[int]]:
    """Return the stories that posts tell, each as the places of its posts."""
    place_of = {post_ref(row): place for place, row in enumerate(posts)}
    return [[place_of[post_ref(row)] for row in told] for told in stories(posts)]


def _norm(values: Sequence[str], view: View) -> str | None:
    """Return what most posts agree on, or None where they do not."""
    for value, times in Counter(values).most_common(1):
        if times >= view.settings["agree"] and times >= view.settings["norm_share"] * len(values):
            return value
    return None


def _two_alike(what: str, posts: Sequence[Row], single: dict[int, str], view: View) -> list[Odd]:
    """Return the later of two posts that say the same of one thing, but for its price."""
    if what != "price" or len(single) != 2 or len(set(single.values())) != 2:
        return []
    (first, norm), (second, says) = single.items()
    if alike(posts[first], posts[second]) < view.settings["alike"]:
        return []
    return [Odd(posts[second], what, says, norm, posts[first])]


def alike(one: Row, other: Row) -> float:
    """Return which share of the words of two posts, figures aside, both have: 0 to 1."""
    words = [set(re.findall(r"[^\W\d_]{2,}", re.sub(r"https?://\S+", " ", (row["text"] or "").casefold())))
             for row in (one, other)]
    return len(words[0] & words[1]) / len(words[0] | words[1]) if words[0] and words[1] else 0.0


def _is_near(tag: str, norm: str) -> bool:
    return SequenceMatcher(None, tag, norm).ratio() >= 0.8 and tag != norm


def _plain(name: str) -> str:
    return "-".join(name.casefold().replace("_", " ").replace("-", " ").split())


def _fired(odd: Sequence[Odd], posts: Sequence[Row], view: View) -> Case:
    first, name = odd[0], posts[0]["campaign"] or posts[0]["utm_campaign"]
    involved = [row for each in odd for row in (each.row, each.like) if row is not None]
    return Case(
        subject=tuple(dict.fromkeys(post_ref(row) for row in involved)),
        facts={
            "n": len(posts), "window": count(int(view.settings["window_days"]), "day"),
            "as_of": max(row["last_as_of"] for row in posts), "campaign": shorten(name, 40),
            "odd": count(len({post_ref(each.row) for each in odd}), "post"), "posts": count(len(posts), "post"),
            "what": " and ".join(dict.fromkeys(each.what for each in odd)), "says": shorten(first.says, 60),
            "norm": shorten(first.norm, 60),
        },
        items=tuple(_item(each, view) for each in odd[: max(1, int(view.settings["items"]))]),
    )


def _item(each: Odd, view: View) -> CaseItem:
    return CaseItem(
        post_ref(each.row), "{network}, {published}: {what} {says}, elsewhere {norm}", words=each.row["text"],
        url=each.row["permalink"],
        facts={"network": each.row["network"], "published": day(each.row["published_at"], view.zone), "what": each.what,
               "says": shorten(each.says, 60), "norm": shorten(each.norm, 60)},
    )


def _posts(price: str) -> tuple[Post, ...]:
    """Return four posts of a campaign, the last with a price of its own."""
    return tuple(
        Post("instagram", f"p{number}", f"2026-02-{20 + number}T12:00:00Z", campaign="Spring bake",
             text=f"Our spring box with rye and buns for {each}, order until Friday")
        for number, each in enumerate(("€18", "€18", "€18", price))
    )


RULE = Rule(
    detect=DETECT,
    refine=refine,
    title="Say the same everywhere: {odd} of {campaign} with another {what} than the rest",
    ask="One says {says}; of the campaign's {posts} in {window} others say {norm}.",
    next_step="Correct the posts that are wrong, then write down the one link, hashtag, price and date.",
    commitment="Correct the {what} in the posts of {campaign}",
    measured_by="word",
    closed_by="The same link, hashtag, price and date in all posts of the campaign, in a later import.",
    rests_on=("consistent-message",),
    settings={
        "window_days": Setting(28, "days", "how far back posts are compared"),
        "agree": Setting(2, "count", "how many posts must agree to make a norm"),
        "norm_share": Setting(0.6, "share", "which share of the posts with a claim must agree"),
        "alike": Setting(0.5, "share", "which share of their words two posts have in common that speak of one thing"),
        "items": Setting(5, "count", "how many posts are shown"),
    },
    fires_on=Example(now="2026-03-04T09:30:00Z", facts=_posts("€15")),
    silent_on=Example(now="2026-03-04T09:30:00Z", facts=_posts("€18.00")),
    severity=2,
    slot="audit",
    counts=("post", "posts"),
    effort_minutes=15,
)
