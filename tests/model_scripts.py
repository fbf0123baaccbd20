"""A model that fills forms by a script, and a team's purse to pay it from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bot.coach.desk import Desk
from bot.coach.spending import DayLedger, today
from bot.llm.budget import Allowance, Price
from bot.llm.forms import Forms, Purse
from bot.llm.ports import Speaker
from bot.llm.settings import ModelSettings
from bot.places import PROMPTS
from tests.fakes.openai_server import FakeOpenAI

_DATA = re.compile(r"(?:^|\n)(\d+)\n\[data (\w+): (\w+)\]\n(.*?)\n\[end of data \2\]", re.DOTALL)


@contextmanager
def forms(server: FakeOpenAI | None = None, *, speaker: Speaker | None = None, allowance: Allowance | None = None,
          **settings: Any) -> Iterator[Forms]:
    """Open what fills forms, over a fake server or a scripted speaker; its thread ends with the block."""
    url = server.url if server else "http://127.0.0.1:1/v1"
    chosen = ModelSettings("made-up", base_url=url, api_key_env="", **settings)
    opened = Forms(chosen, (allowance or Allowance(), Price()), PROMPTS, {}, speaker=speaker)
    try:
        yield opened
    finally:
        opened.close()


def purse(desk: Desk) -> Purse:
    """Return a team's purse on the desk's day."""
    return Purse(DayLedger(desk.records), desk.records.team_id, lambda: today(desk))


def numbered(user: str) -> dict[int, str]:
    """Return the numbered texts that stand fenced in what the model was sent."""
    return {int(number): words for number, _, _, words in _DATA.findall(user)}
