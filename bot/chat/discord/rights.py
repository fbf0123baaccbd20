"""What the coach may do in a channel of Discord's, reckoned from what Discord tells of its roles and the channel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]

ADMINISTRATOR = 1 << 3
ALL = -1
_ROLE, _MEMBER = 0, 1


def rights_in(channel: Json, server: Json, member: Json) -> int:
    """Return the bits of what a member may do in a channel; for an administrator all of them.

    As https://docs.discord.com/developers/topics/permissions#permission-overwrites has it: the roles together, then what
    the channel takes from and gives to everyone, to the roles together, and to the member.
    """
    server_id, own_id = str(server["id"]), str(member["user"]["id"])
    roles = {str(each) for each in member.get("roles") or ()}
    held = {str(each["id"]): int(each["permissions"]) for each in server.get("roles") or ()}
    has = held.get(server_id, 0)
    for role in roles:
        has |= held.get(role, 0)
    if has & ADMINISTRATOR:
        return ALL
    changes = [(str(each["id"]), int(each["type"]), int(each["allow"]), int(each["deny"]))
               for each in channel.get("permission_overwrites") or ()]
    of_roles = [each for each in changes if each[1] == _ROLE and each[0] in roles]
    for group in ([each for each in changes if each[0] == server_id], of_roles,
                  [each for each in changes if each[1] == _MEMBER and each[0] == own_id]):
        for _, _, _, deny in group:
            has &= ~deny
        for _, _, allow, _ in group:
            has |= allow
    return has
