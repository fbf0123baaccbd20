"""Google reviews: a review has one public reply, which can be made and changed; the page names no last day for it.

https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews/updateReply
"""

from __future__ import annotations

from bot.model.reply_window import ReplyWindow

NAME = "Google"
WINDOW = ReplyWindow()
