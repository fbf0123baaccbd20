"""Make a tagged link for one post, or list those you made."""

from __future__ import annotations

from typing import Any

from bot.coach.desk import Desk
from bot.coach.leads.post_codes import list_codes, make_link
from bot.errors import UsageError
from bot.model.command import Asker, Command, Parameter, Reply


def run(desk: Desk, asker: Asker, **values: Any) -> Reply:
    """Make a link with a code of its own; without an address list the newest. Raises UsageError."""
    address, campaign, post = ((values.get(name) or "").strip() for name in ("address", "campaign", "post"))
    if address:
        return make_link(desk, asker, address, campaign=campaign or None, post=post or None)
    if campaign or post:
        raise UsageError("Where should the link lead? Write the address first, such as: link https://your-site.example/page")
    return list_codes(desk)


COMMAND = Command(
    run=run,
    parameters=(
        Parameter("address", "the page that the post should lead to"),
        Parameter("campaign", "the campaign that the post belongs to", named=True),
        Parameter("post", "the network, the link of a post that is out, or words for the post to come", named=True),
    ),
    examples=("link https://bakery.example/menu --campaign \"Spring bake\" --post instagram", "link"),
)
