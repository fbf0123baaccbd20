"""What the client may not do in a channel for want of a permission, where simcord does not look."""

from __future__ import annotations

from typing import Any

from simcord.backend import Backend
from simcord.backend.errors import BackendError
from simcord.backend.permissions import flag

NO_REPLY, NO_FILE = 160002, 50013
UNSHOWN = "embeds are left out without embed_links"


def rights_fault(backend: Backend, method: str, path: str, body: Any, has_files: bool) -> str | None:
    """Return UNSHOWN where Discord would post a message without its embeds, None where nothing is wanting.

    Raises BackendError for a reply without read_message_history and for a file without attach_files.
    """
    parts = path.strip("/").split("/")
    if method not in ("POST", "PATCH") or parts[0] != "channels" or parts[2:3] != ["messages"] or len(parts) > 4 or not isinstance(body, dict):
        return None
    channel = backend.get_channel(int(parts[1]))
    if channel.guild_id is None:
        return None
    has = backend.compute_permissions(channel.guild_id, backend.bot_user.id, channel.id)
    if body.get("message_reference") and not has & flag("read_message_history"):
        raise BackendError(403, NO_REPLY, "Cannot reply without permission to read message history")
    if has_files and not has & flag("attach_files"):
        raise BackendError(403, NO_FILE, "Missing Permissions")
    return UNSHOWN if body.get("embeds") and not has & flag("embed_links") else None
