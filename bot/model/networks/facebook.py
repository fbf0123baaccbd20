"""Facebook Pages: one private reply to a comment within 7 days; a message is answered within 24 hours.

- 7 days from when the comment was made, one message, and only an answer to it opens the conversation:
  https://developers.facebook.com/documentation/business-messaging/messenger-platform/discovery/private-replies
- 24 hours after most of what a person does, such as writing a message; longer after some advertisements:
  https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy/
"""

from __future__ import annotations

from bot.model.reply_window import ReplyWindow

NAME = "Facebook"
WINDOW = ReplyWindow(private_reply_days=7, message_hours=24)
