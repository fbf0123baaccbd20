"""YouTube: its name, and that its exports give a video's title, never what is said in it or below it.

Of a window for private answers nothing is known here, so none is shown.
"""

from __future__ import annotations

NAME = "YouTube"
HAS_TITLES_ONLY = True
