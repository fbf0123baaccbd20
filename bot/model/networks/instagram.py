"""Instagram professional accounts: one private reply to a comment within 7 days; a message is answered within 24 hours.

- 7 days from when the comment was made, one message. Under a live broadcast it is the broadcast itself, which no export
  tells apart, so the figure here may be too long for those:
  https://developers.facebook.com/documentation/business-messaging/instagram-messaging/features/private-replies
- 24 hours after most of what a person does, such as writing a message; longer after some advertisements:
  https://developers.facebook.com/documentation/business-messaging/messenger-platform/policy/
"""

from __future__ import annotations

from bot.model.reply_window import ReplyWindow

NAME = "Instagram"
WINDOW = ReplyWindow(private_reply_days=7, message_hours=24)
