"""The terminal's lines as HTML: letters of one width, and the few colours that the renderer paints with."""

from __future__ import annotations

import re

from tests.pictures.page import words

STYLE = """
.terminal{background:#16181d;color:#d8dbe0;padding:14px 16px;font:14px/1.4 "DejaVu Sans Mono","Noto Sans Mono",monospace;
 white-space:pre-wrap;font-variant-ligatures:none}
"""
_STYLES = {"1": "font-weight:700;color:#fff", "2": "color:#9197a1", "32": "color:#35c08e", "33": "color:#e9b23c", "36": "color:#4cb5e6"}
_SGR = re.compile(r"\x1b\[(\d+)m")


def screen(letters: str) -> str:
    """Return what `bot.render.terminal` wrote with colours. Raises KeyError for a colour that it does not use."""
    first, *others = _SGR.split(letters)
    shown, depth = _kept(first), 0
    for code, run in zip(others[::2], others[1::2], strict=True):
        if code == "0":
            shown, depth = shown + "</span>" * depth, 0
        else:
            shown, depth = f'{shown}<span style="{_STYLES[code]}">', depth + 1
        shown += _kept(run)
    return f'<div class="terminal">{shown}</div>'


def _kept(run: str) -> str:
    return words(run).replace("<br>", "\n")
