"""One page of HTML that holds several cards, each followed by a strip by whose colour a picture is cut apart.

The page is whole in itself: its own styles, the fonts of the machine, nothing from any network.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

CUT = (255, 0, 254)
"""The colour of the strip between two cards, as in the style of `.cut`; no card uses it."""
WIDTH = 720
"""Of a page, in CSS pixels."""
_STYLE = """
*{box-sizing:border-box}
html,body{margin:0;padding:0}
body{font:15px/1.46 Lato,"Noto Sans","DejaVu Sans",Arial,sans-serif;overflow-wrap:anywhere}
.cut{height:6px;background:rgb(255,0,254)}
p,h3,h4{margin:0}
"""


def page(style: str, cards: Iterable[str]) -> str:
    """Return a document of cards, each given as HTML; a strip follows each."""
    body = "".join(f'{card}<div class="cut"></div>' for card in cards)
    csp = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return (f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Cards</title>'
            f'<meta http-equiv="Content-Security-Policy" content="{csp}">'
            f"<style>{_STYLE}{style}</style></head><body>{body}</body></html>")


def words(letters: object) -> str:
    """Return letters as HTML that shows them and nothing else; a line feed breaks the line.

    >>> words("<b>\\nnow")
    '&lt;b&gt;<br>now'
    """
    return escape(str(letters)).replace("\n", "<br>")
