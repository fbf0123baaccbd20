"""TikTok: its name. Of a window for private answers nothing is known here, so none is shown."""

from __future__ import annotations

NAME = "TikTok"
