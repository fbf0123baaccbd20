"""The link that invites the coach to a Discord server, with the least it can work with."""

from __future__ import annotations

from urllib.parse import urlencode

from bot.errors import UsageError

PERMISSIONS = {
    "view_channel": 1 << 10, "send_messages": 1 << 11, "embed_links": 1 << 14, "attach_files": 1 << 15,
    "read_message_history": 1 << 16, "create_public_threads": 1 << 35, "send_messages_in_threads": 1 << 38,
}
"""Bits of https://docs.discord.com/developers/topics/permissions: read a mention and reply to it (which needs the history),
cards, charts as pictures, and a thread for what does not fit."""
AUTHORIZE = "https://discord.com/oauth2/authorize"


def invite(application: str) -> str:
    """Return the link for an application's id. Raises UsageError for what is no id.

    >>> invite("1234567890123456789")
    'https://discord.com/oauth2/authorize?client_id=1234567890123456789&scope=bot+applications.commands&permissions=309237763072'
    """
    if not (application.isascii() and application.isdigit() and 15 <= len(application) <= 20):
        raise UsageError(f"The application's id is {application!r}; copy it from General Information in Discord's "
                         "developer portal: manifest discord --app 123456789012345678")
    return f"{AUTHORIZE}?" + urlencode({"client_id": application, "scope": "bot applications.commands",
                                        "permissions": sum(PERMISSIONS.values())})
