"""What a doctor looks at in Slack: tokens, scopes, channels, the clock. Asks, and changes nothing."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from bot.chat.slack.manifest import OPTIONAL_SCOPES, SCOPES
from bot.model.check import Check
from bot.model.settings import Channel, Settings

if TYPE_CHECKING:
    from slack_sdk import WebClient

TIMEOUT_S = 10
CLOCK_S = 60
"""How far the clocks may differ; Slack's signatures are refused at five minutes."""
_WHERE = "Slack's app settings (api.slack.com/apps)"


def slack_checks(settings: Settings, environ: Mapping[str, str], now: datetime) -> Iterator[Check]:
    """Look at Slack as the settings name it; nothing where no token is set."""
    token = environ.get(settings.slack.bot_token_env, "").strip()
    if not token:
        yield Check("slack", "ok", f"not used: {settings.slack.bot_token_env} is empty",
                    "python -m bot manifest slack prints the app to create.")
        return
    from slack_sdk import WebClient

    client = WebClient(token=token, base_url=settings.slack.api_url, timeout=TIMEOUT_S)
    told = yield from _token(client, settings.slack.bot_token_env)
    if told is None:
        return
    yield from _scopes(told)
    yield from _clock(told, now)
    yield from _second_secret(settings, environ)
    for channel in settings.channels:
        if channel.platform == "slack":
            yield _channel(client, channel)


def _token(client: WebClient, name: str) -> Generator[Check, None, Any]:
    from slack_sdk.errors import SlackApiError

    try:
        told = client.auth_test()
    except SlackApiError as error:
        yield Check("slack bot token", "missing", f"Slack refuses it: {error.response['error']}",
                    f"Install the app again under OAuth & Permissions in {_WHERE} and put its bot token into {name}.")
        return None
    except OSError as error:
        yield Check("slack", "missing", f"Slack cannot be reached: {error}", "Check the network and slack.api_url.")
        return None
    yield Check("slack bot token", "ok", f"{told['user']} in {told['team']}")
    return told


def _scopes(told: Any) -> Iterator[Check]:
    granted = {each.strip() for each in str(_header(told, "x-oauth-scopes") or "").split(",") if each.strip()}
    if not granted:
        yield Check("slack scopes", "attention", "Slack did not name them")
        return
    lacking = [each for each in SCOPES if each not in granted]
    if lacking:
        yield Check("slack scopes", "missing", f"{', '.join(lacking)} {'is' if len(lacking) == 1 else 'are'} not granted",
                    f"Add under OAuth & Permissions in {_WHERE}, then install the app again.")
    else:
        more = "also for threads" if granted.issuperset(OPTIONAL_SCOPES[:1]) else "a lost post can't be looked up"
        yield Check("slack scopes", "ok", f"all {len(SCOPES)} granted, {more}")


def _clock(told: Any, now: datetime) -> Iterator[Check]:
    stated = _header(told, "date")
    apart = abs((parsedate_to_datetime(stated) - now).total_seconds()) if stated else 0.0
    if apart > CLOCK_S:
        yield Check("clock", "missing", f"this machine's clock is {apart:,.0f} seconds from Slack's",
                    "Let the machine set its clock from the network (NTP).")
    else:
        yield Check("clock", "ok", "within a minute of Slack's" if stated else "Slack named no time")


def _second_secret(settings: Settings, environ: Mapping[str, str]) -> Iterator[Check]:
    """Look at what the mode needs beside the bot token."""
    if settings.slack.mode == "http":
        name, secret = settings.slack.signing_secret_env, environ.get(settings.slack.signing_secret_env, "")
        yield (Check("slack signing secret", "ok", f"{name} is set") if secret else
               Check("slack signing secret", "missing", f"{name} is empty", f"Copy it from Basic Information in {_WHERE}."))
        return
    from slack_sdk import WebClient
    from slack_sdk.errors import SlackApiError

    name = settings.slack.app_token_env
    client = WebClient(token=environ.get(name, ""), base_url=settings.slack.api_url, timeout=TIMEOUT_S)
    try:
        client.apps_connections_open(app_token=environ.get(name, ""))
    except SlackApiError as error:
        yield Check("slack app token", "missing", f"{name}: Slack refuses it: {error.response['error']}",
                    f"Make an app-level token with connections:write under Basic Information in {_WHERE}, and switch "
                    "Socket Mode on.")
    else:
        yield Check("slack app token", "ok", "Socket Mode is on")


def _channel(client: WebClient, channel: Channel) -> Check:
    from slack_sdk.errors import SlackApiError

    name = f"slack channel {channel.id}"
    try:
        told: Mapping[str, Any] = client.conversations_info(channel=channel.id)["channel"]
    except SlackApiError as error:
        return Check(name, "missing", f"Slack says {error.response['error']}",
                     "Copy the id from the channel's details in Slack; a private channel has to invite the coach first.")
    if told.get("is_archived"):
        return Check(name, "missing", "it is archived", "Take it out of [[channels]] or bring it back.")
    if not told.get("is_member"):
        return Check(name, "missing", "the coach is not in it", f"Say /invite @Coach in #{told.get('name')}.")
    shared = ", shared with another company" if told.get("is_ext_shared") else ""
    return Check(name, "ok", f"#{told.get('name')}{shared}")


def _header(told: Any, name: str) -> str | None:
    return next((str(value) for key, value in told.headers.items() if key.lower() == name), None)
