"""Writes a picture of every kind of card on every front: `python -m tests.pictures FOLDER [FRONT-KIND ...]`.

`python -m tests.pictures tests/pictures/shown shown` writes those of the README anew.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from tests.pictures.camera import keep, photograph
from tests.pictures.fronts import FRONTS, STYLES, everything
from tests.pictures.page import page
from tests.pictures.week import played

AT_ONCE = 6
"""Cards on one page."""
SHOWN = ("slack-nudge-open", "slack-digest", "slack-home", "slack-form-commitment", "slack-answer", "discord-audit-posted")
"""What the README shows, kept in tests/pictures/shown."""


async def main(folder: Path, wanted: frozenset[str]) -> None:
    """Write the pictures as FRONT-KIND.png; all of them where none is wanted by name. discord.py's modals want a loop."""
    folder.mkdir(parents=True, exist_ok=True)
    shown = played()
    for front in FRONTS:
        every = [(f"{front}-{kind}", html) for kind, html in everything(front, shown).items()]
        cards = [(name, html) for name, html in every if not wanted or name in wanted]
        for start in range(0, len(cards), AT_ONCE):
            some = cards[start:start + AT_ONCE]
            for (name, _), picture in zip(some, photograph(page(STYLES[front], (html for _, html in some))), strict=True):
                keep(picture, folder / f"{name}.png")
                print(f"{name}.png  {picture.width}x{picture.height}")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), frozenset(SHOWN if sys.argv[2:] == ["shown"] else sys.argv[2:])))
