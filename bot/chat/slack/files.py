"""Files dropped on the coach in Slack: fetched with the workspace's own token, from Slack's own host, up to a size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.chat.slack.refusals import understood
from bot.errors import IntakeError, TryLater
from bot.model.settings import Imports

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

_MB = 1_000_000
_TIMEOUT_S = 60


async def fetched(client: AsyncWebClient, file: dict[str, Any], imports: Imports) -> tuple[str, bytes]:
    """Return a file's name and bytes. Raises IntakeError for one that is too big or that Slack does not give out."""
    import aiohttp

    if file.get("file_access") == "check_file_info":
        file = dict((await understood(lambda: client.files_info(file=file["id"])))["file"])
    name, most = str(file.get("name") or "file"), imports.max_chat_file_mb * _MB
    if int(file.get("size") or 0) > most:
        raise _too_big(name, imports)
    session = client.session or aiohttp.ClientSession()
    try:
        headers = {"Authorization": f"Bearer {client.token}"}
        timeout = aiohttp.ClientTimeout(total=_TIMEOUT_S)
        async with session.get(_own_address(file, client), headers=headers, timeout=timeout,
                               allow_redirects=False) as told:
            if told.status != 200 or "text/html" in told.headers.get("Content-Type", ""):
                raise IntakeError(f"Slack does not give out {name!r}; drop it here again, or give the coach the scope "
                                  "files:read.")
            data = await told.content.read(most + 1)
            while len(data) <= most and (more := await told.content.read(most + 1 - len(data))):
                data += more
    except (aiohttp.ClientError, TimeoutError) as error:
        raise TryLater(f"{name!r} could not be fetched from Slack; drop it here again.") from error
    finally:
        if client.session is None:
            await session.close()
    if len(data) > most:
        raise _too_big(name, imports)
    return name, data


def _own_address(file: dict[str, Any], client: AsyncWebClient) -> str:
    """Return where a file lies. Raises IntakeError for a host that is not Slack's: the token goes nowhere else."""
    address = str(file.get("url_private_download") or "")
    given, own = urlsplit(address), urlsplit(client.base_url)
    host, home = given.hostname or "", (own.hostname or "").removeprefix("www.")
    if given.scheme != own.scheme or (host != home and not host.endswith(f".{home}")):
        raise IntakeError("This file does not lie in Slack; download it and drop the file itself here.")
    return address


def _too_big(name: str, imports: Imports) -> IntakeError:
    return IntakeError(f"{name!r} is larger than {imports.max_chat_file_mb} MB; import it at the terminal: "
                       "python -m bot import FILE")
