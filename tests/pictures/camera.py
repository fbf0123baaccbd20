"""Takes pictures of pages with a headless Chromium that knows no network, and cuts them apart card by card."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy
from PIL import Image

from tests.pictures.page import CUT, WIDTH

TALLEST = 12_000
"""Of one picture, in pixels: what goes on one page has to fit."""
TIMEOUT_S = 120
COLOURS = 96


def photograph(html: str, scale: int = 1) -> list[Image.Image]:
    """Return one picture for each card of a page. Raises RuntimeError where Chromium is missing or the page is too tall."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise RuntimeError("Chromium is not installed; on Debian: apt-get install chromium")
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        file, shot = Path(folder, "page.html"), Path(folder, "shot.png")
        file.write_text(html, encoding="utf-8")
        subprocess.run([
            program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", f"--user-data-dir={folder}/profile", "--hide-scrollbars",
            f"--window-size={WIDTH},{TALLEST // scale}", f"--force-device-scale-factor={scale}", f"--screenshot={shot}",
            file.as_uri(),
        ], check=True, capture_output=True, timeout=TIMEOUT_S)
        with Image.open(shot) as taken:
            found = _apart(taken.convert("RGB"))
    if len(found) != html.count('<div class="cut">'):
        raise RuntimeError(f"{len(found)} cards are on the picture of a page that is too tall; put fewer on it")
    return found


def keep(picture: Image.Image, file: Path) -> None:
    """Write a picture with a palette, which is small."""
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(file, optimize=True)


def _apart(whole: Image.Image) -> list[Image.Image]:
    """Cut a picture at the rows that have the strip's colour from end to end."""
    rows: Sequence[bool] = (numpy.asarray(whole) == CUT).all(axis=(1, 2)).tolist()
    found, top = [], 0
    for place, is_cut in enumerate(rows):
        if is_cut:
            if place > top:
                found.append(whole.crop((0, top, whole.width, place)))
            top = place + 1
    return found
