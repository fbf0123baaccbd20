"""The one win of a week: a lead, a saved customer or a real conversation. Reach and followers alone never make one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bot.coach.audits.post_check import post_name
from bot.coach.desk import Desk
from bot.coach.figures.conversations import Conversation, conversations
from bot.coach.figures.figures import Figure
from bot.coach.windows import Window
from bot.model.card import Text, plain, text
from bot.model.networks import network_name
from bot.model.rule import Ref
from bot.model.words import count, shorten

WinKind = Literal["lead", "saved-customer", "conversation"]
_QUOTED_LETTERS = 120


@dataclass(frozen=True, slots=True)
class Win:
    """What went well and the row of the team's own data that shows it (None for leads tied to no post).

    `n`: the leads of the post (or of the week), or the turns of the conversation. `words` are somebody else's.
    """

    kind: WinKind
    headline: Text
    n: int
    ref: Ref | None = None
    words: str | None = None
    url: str | None = None

    def document(self) -> dict[str, Any]:
        """Return the win for scripts."""
        return {"kind": self.kind, "headline": plain(self.headline), "n": self.n,
                "subject": self.ref.id if self.ref else None, "subject_network": self.ref.network if self.ref else None}


def find_win(desk: Desk, window: Window, leads: Figure) -> Win | None:
    """Return a window's win: its leads, else a saved customer, else its longest welcome conversation.

    `leads`: the window's figure. Unqualified leads are no win; a post is named only where leads are tied to it for sure.
    """
    poor = int(leads.parts["unqualified"])
    good = int(leads.value or 0) - poor
    if good > 0:
        return _by_leads(desk, window, good, poor)
    saved = desk.records.rows("saved_customers", since=window.since, until=window.until)
    if saved:
        row = saved[-1]
        return Win("saved-customer", text("A customer who complained came back with thanks"), len(saved),
                   Ref("comment", row["network"], row["comment_id"]), shorten(row["thanks"], _QUOTED_LETTERS),
                   row["permalink"])
    welcome = [each for each in conversations(desk, window) if each.is_welcome]
    return _by_talk(welcome[0], len(welcome)) if welcome else None


def _by_leads(desk: Desk, window: Window, good: int, poor: int) -> Win:
    came = count(good, "usable lead" if poor else "lead")
    rows = desk.records.rows("leads_by_post", since=window.since, until=window.until)
    if not rows:
        return Win("lead", text("{leads} came in, tied to no post", leads=came), good)
    best = rows[0]
    name = post_name({"text": best["text"], "kind": None, "post_id": best["post_id"]})
    if best["leads"] == 1 < good:
        headline = text("{leads} came in, no post more than one", leads=came)
    elif poor or (len(rows) == 1 and best["leads"] == good):
        # Of how many would not be the number of leads that stands beside it.
        headline = text("{post} brought {leads}", post=name, leads=count(best["leads"], "lead"))
    else:
        headline = text("{post} brought {n} of {leads}", post=name, n=best["leads"], leads=came)
    return Win("lead", headline, best["leads"], Ref("post", best["network"], best["post_id"]), None, best["permalink"])


def _by_talk(longest: Conversation, n: int) -> Win:
    last = longest.turns[-1]
    more = f", the longest of {n}" if n > 1 else ""
    headline = text("A conversation of {turns} on {network}{more}", turns=count(longest.length, "turn"),
                    network=network_name(longest.network), more=more)
    return Win("conversation", headline, longest.length, Ref("comment", longest.network, longest.thread),
               shorten(last["text"], _QUOTED_LETTERS), last["permalink"])
