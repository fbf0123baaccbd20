"""Writes a picture of every kind of card on every front: `python -m tests.pictures FOLDER [KIND ...]`."""

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


async def main(folder: Path, wanted: frozenset[str]) -> None:
    """Write the pictures as FRONT-KIND.png; of all kinds where none is wanted by name. discord.py's modals want a loop."""
    folder.mkdir(parents=True, exist_ok=True)
    shown = played()
    for front in FRONTS:
        cards = [(kind, html) for kind, html in everything(front, shown).items() if not wanted or kind in wanted]
        for start in range(0, len(cards), AT_ONCE):
            some = cards[start:start + AT_ONCE]
            for (kind, _), picture in zip(some, photograph(page(STYLES[front], (html for _, html in some))), strict=True):
                keep(picture, folder / f"{front}-{kind}.png")
                print(f"{front}-{kind}.png  {picture.width}x{picture.height}")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), frozenset(sys.argv[2:])))
