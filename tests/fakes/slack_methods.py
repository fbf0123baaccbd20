"""Every method of Slack's Web API that the fake has: what it takes, the scopes it needs, how often it may be called.

The page of a method is https://docs.slack.dev/reference/methods/ and its name; arguments, content types, scopes and rate
tiers are the ones stated there. A method that is not in the table does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PAGES = "https://docs.slack.dev/reference/methods/"
# https://docs.slack.dev/apis/web-api/rate-limits: calls a minute of each tier; "special" has rules of its own
TIERS = {"1": 1, "2": 20, "3": 50, "4": 100, "special": None}
# https://docs.slack.dev/reference/methods/conversations.history#rate-limits, for apps given to others outside the Marketplace
DISTRIBUTED_HISTORY = {"a_minute": 1, "most": 15}

_SAYS = ("text", "blocks", "attachments", "markdown_text", "parse", "link_names", "as_user", "username", "icon_emoji", "icon_url")
_KINDS = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}


@dataclass(frozen=True)
class Method:
    """One method. `scopes`: any one of them does; `family`: the kind of conversation decides, as in `channels:history`."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    family: Literal["read", "history"] | None = None
    tier: str = "3"
    token: Literal["bot", "app", "none"] = "bot"
    takes_json: bool = True

    def needed_for(self, kind: str) -> str:
        """Return the scope it needs in a conversation of some kind."""
        return f"{_KINDS[kind]}:{self.family}"


METHODS = {
    "auth.test": Method(tier="special"),
    "auth.revoke": Method(optional=("test",), takes_json=False),
    "apps.connections.open": Method(scopes=("connections:write",), tier="1", token="app"),
    "oauth.v2.access": Method(optional=("client_id", "client_secret", "code", "redirect_uri", "grant_type", "refresh_token", "code_verifier"),
                              tier="4", token="none", takes_json=False),
    "chat.postMessage": Method(("channel",), (*_SAYS, "thread_ts", "reply_broadcast", "unfurl_links", "unfurl_media", "mrkdwn",
                                              "metadata", "container_id"), ("chat:write",), tier="special"),
    "chat.postEphemeral": Method(("channel", "user"), (*_SAYS, "thread_ts"), ("chat:write",), tier="4"),
    "chat.update": Method(("channel", "ts"), (*_SAYS, "reply_broadcast", "metadata", "file_ids", "unfurled_attachments"), ("chat:write",)),
    "chat.delete": Method(("channel", "ts"), ("as_user",), ("chat:write",)),
    "chat.getPermalink": Method(("channel", "message_ts"), tier="special", takes_json=False),
    "chat.startStream": Method(("channel", "thread_ts"), ("markdown_text", "chunks", "recipient_team_id", "recipient_user_id",
                                                          "task_display_mode", "icon_emoji", "icon_url", "username"),
                               ("chat:write",), tier="2"),
    "chat.appendStream": Method(("channel", "ts"), ("markdown_text", "chunks"), ("chat:write",), tier="4"),
    "chat.stopStream": Method(("channel", "ts"), ("markdown_text", "chunks", "blocks", "metadata", "session_status"),
                              ("chat:write",), tier="2"),
    "views.open": Method(("view",), ("trigger_id", "interactivity_pointer"), tier="4"),
    "views.push": Method(("view",), ("trigger_id", "interactivity_pointer"), tier="4"),
    "views.update": Method(("view",), ("view_id", "external_id", "hash"), tier="4"),
    "views.publish": Method(("user_id", "view"), ("hash",), tier="4"),
    "conversations.info": Method(("channel",), ("include_locale", "include_num_members"), family="read", takes_json=False),
    "conversations.members": Method(("channel",), ("cursor", "limit"), family="read", tier="4", takes_json=False),
    "conversations.history": Method(("channel",), ("cursor", "limit", "latest", "oldest", "inclusive", "include_all_metadata"),
                                    family="history", takes_json=False),
    "conversations.replies": Method(("channel", "ts"), ("cursor", "limit", "latest", "oldest", "inclusive",
                                                        "include_all_metadata"), family="history", takes_json=False),
    "conversations.open": Method((), ("channel", "users", "return_im", "prevent_creation"),
                                 ("im:write", "mpim:write", "groups:write", "channels:manage")),
    "conversations.join": Method(("channel",), (), ("channels:join",)),
    "users.info": Method(("user",), ("include_locale",), ("users:read",), tier="4", takes_json=False),
    "reactions.add": Method(("channel", "name", "timestamp"), (), ("reactions:write",)),
    "files.getUploadURLExternal": Method(("filename", "length"), ("alt_txt", "snippet_type"), ("files:write",), tier="4",
                                         takes_json=False),
    "files.completeUploadExternal": Method(("files",), ("channel_id", "channels", "initial_comment", "thread_ts", "blocks"),
                                           ("files:write",), tier="4"),
    "files.info": Method(("file",), ("count", "cursor", "limit", "page"), ("files:read",), tier="4", takes_json=False),
    "assistant.threads.setStatus": Method(("channel_id", "thread_ts", "status"), ("loading_messages", "icon_emoji", "icon_url",
                                                                                  "username"), ("chat:write", "assistant:write"),
                                          tier="special"),
    "assistant.threads.setSuggestedPrompts": Method(("channel_id", "prompts"), ("thread_ts", "title"),
                                                    ("assistant:write", "chat:write"), tier="4"),
    "assistant.threads.setTitle": Method(("channel_id", "thread_ts", "title"), (), ("assistant:write", "chat:write")),
}
"""By name. views.* and auth.test need no scope."""

EVENT_SCOPES = {
    "app_mention": "app_mentions:read", "message.channels": "channels:history", "message.groups": "groups:history",
    "message.im": "im:history", "message.mpim": "mpim:history", "file_shared": "files:read", "reaction_added": "reactions:read",
    "member_joined_channel.channel": "channels:read", "member_joined_channel.group": "groups:read",
    "member_left_channel.channel": "channels:read", "member_left_channel.group": "groups:read",
    "channel_archive": "channels:read", "channel_unarchive": "channels:read", "channel_rename": "channels:read",
    "group_archive": "groups:read", "group_unarchive": "groups:read", "channel_deleted": "channels:read",
    "app_home_opened": None, "app_context_changed": None, "app_uninstalled": None, "tokens_revoked": None,
    "app_rate_limited": None, "function_executed": None,
}
"""The scope without which Slack keeps an event to itself; https://docs.slack.dev/reference/events/ and its name."""
