"""What a doctor looks at in Slack: tokens, scopes, channels, the clock. Asks, and changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

from bot.chat.slack.refusals import code_of, needed_by
from bot.chat.slack.scopes import OPTIONAL_SCOPES, SCOPES, WHERE, granted, lacking, lacking_words
from bot.chat.slack.tokens import APP, BOT, Kind, fault_of
from bot.model.check import Check
from bot.model.settings import Channel, Settings

if TYPE_CHECKING:
    from slack_sdk import WebClient

TIMEOUT_S = 10
CLOCK_S = 60
"""How far the clocks may differ; Slack's signatures are refused at five minutes."""
_APPS = "Slack's app settings (api.slack.com/apps)"


def slack_checks(settings: Settings, environ: Mapping[str, str], now: datetime) -> Iterator[Check]:
    """Look at Slack as the settings name it; over HTTP without a bot token it is the workspaces that install the app."""
    given, is_http = settings.slack, settings.slack.mode == "http"
    if is_http:
        yield from _http_secrets(settings, environ)
    if not environ.get(given.bot_token_env, "").strip():
        if not is_http:
            yield Check("slack", "ok", f"not used: {given.bot_token_env} is empty",
                        "python -m bot manifest slack prints the app to create.")
        return
    client = _client(settings, environ[given.bot_token_env].strip())
    told = yield from _bot(client, environ, given.bot_token_env)
    if told is not None:
        yield _scopes(told.headers)
        yield _clock(told.headers, now)
    if not is_http:
        yield _app(settings, environ)
    for channel in settings.channels if told is not None else ():
        if channel.platform == "slack":
            yield _channel(client, channel, answers_outsiders=given.answers_outsiders)


def _http_secrets(settings: Settings, environ: Mapping[str, str]) -> Iterator[Check]:
    name = settings.slack.signing_secret_env
    yield (Check("slack signing secret", "ok", f"{name} is set") if environ.get(name, "").strip() else
           Check("slack signing secret", "missing", f"{name} is empty, so no request of Slack's would be taken",
                 f"Copy it from Basic Information in {_APPS}."))
    names = settings.slack.client_id_env, settings.slack.client_secret_env
    unset = [each for each in names if not environ.get(each, "").strip()]
    if unset:
        yield Check("slack installation", "attention", f"no workspace can install the coach, empty: {', '.join(unset)}",
                    f"Copy them from Basic Information in {_APPS}.")
    else:
        yield Check("slack installation", "ok", "client id and secret are set")


def _bot(client: WebClient, environ: Mapping[str, str], name: str) -> Generator[Check, None, Any]:
    told, check = _asked("slack bot token", name, environ, BOT, client.auth_test,
                         f"Install the app again under OAuth & Permissions in {_APPS} and put its bot token into {name}.")
    yield check or Check("slack bot token", "ok", f"{told['user']} in {told['team']}")
    return told


def _app(settings: Settings, environ: Mapping[str, str]) -> Check:
    """Look at what the socket needs; its address is asked for and not used."""
    name = settings.slack.app_token_env
    token = environ.get(name, "").strip()
    _, check = _asked("slack app token", name, environ, APP,
                      lambda: _client(settings, token).apps_connections_open(app_token=token),
                      f"Make an app-level token with connections:write under Basic Information in {_APPS}, and switch "
                      "Socket Mode on.")
    return check or Check("slack app token", "ok", "Socket Mode is on")


def _asked(what: str, name: str, environ: Mapping[str, str], kind: Kind, ask: Callable[[], Any],
           step: str) -> tuple[Any, Check | None]:
    """Ask Slack with a token, and return what it says, or the check that says what is wrong."""
    from slack_sdk.errors import SlackApiError

    if fault := fault_of(environ.get(name, "").strip(), kind):
        return None, Check(what, "missing", f"{name} {fault}",
                           f"Put {kind.what} there; it begins with {kind.begins} and stands under {kind.where} in {_APPS}.")
    try:
        return ask(), None
    except SlackApiError as error:
        if code_of(error):
            return None, Check(what, "missing", f"{name}: Slack refuses it: {code_of(error)}", step)
        return None, Check(what, "missing", "what answers at slack.api_url is not Slack",
                           "Check slack.api_url and the proxy.")
    except (OSError, HTTPException) as error:
        return None, Check(what, "missing", f"Slack cannot be reached: {error}", "Check the network and slack.api_url.")


def _scopes(headers: Mapping[str, str]) -> Check:
    if not granted(headers):
        return Check("slack scopes", "attention", "Slack did not name them")
    if missing := lacking(headers):
        return Check("slack scopes", "missing", lacking_words(missing),
                     f"Add {', '.join(missing)} under {WHERE} in {_APPS}, then install the app again.")
    more = "also for threads" if granted(headers).issuperset(OPTIONAL_SCOPES[:1]) else "a lost post can't be looked up"
    return Check("slack scopes", "ok", f"all {len(SCOPES)} granted, {more}")


def _clock(headers: Mapping[str, str], now: datetime) -> Check:
    stated = next((value for name, value in headers.items() if name.lower() == "date"), None)
    apart = abs((parsedate_to_datetime(stated) - now).total_seconds()) if stated else 0.0
    if apart > CLOCK_S:
        return Check("clock", "missing", f"this machine's clock is {apart:,.0f} seconds from Slack's",
                     "Let the machine set its clock from the network (NTP).")
    return Check("clock", "ok", "within a minute of Slack's" if stated else "Slack named no time")


def _channel(client: WebClient, channel: Channel, *, answers_outsiders: bool) -> Check:
    from slack_sdk.errors import SlackApiError

    name = f"slack channel {channel.id}"
    try:
        told: Mapping[str, Any] = client.conversations_info(channel=channel.id)["channel"]
    except SlackApiError as error:
        if scope := needed_by(error):
            return Check(name, "missing", f"it can't be looked at without the scope {scope}",
                         f"Add it under {WHERE} in {_APPS}.")
        return Check(name, "missing", f"Slack says {code_of(error) or 'nothing that can be read'}",
                     "Copy the id from the channel's details in Slack; a private channel has to invite the coach first.")
    except (OSError, HTTPException) as error:
        return Check(name, "missing", f"Slack cannot be reached: {error}", "Run doctor again.")
    if told.get("is_archived"):
        return Check(name, "missing", "it is archived", "Take it out of [[channels]] or bring it back.")
    if not told.get("is_member"):
        return Check(name, "missing", "the coach is not in it", f"Say /invite @Coach in #{told.get('name')}.")
    if told.get("is_ext_shared") and not answers_outsiders:
        return Check(name, "ok", f"#{told.get('name')}, shared with another company, so mentions are answered privately",
                     "An admin may say there: /coach settings outsiders on")
    return Check(name, "ok", f"#{told.get('name')}{', shared with another company' if told.get('is_ext_shared') else ''}")


def _client(settings: Settings, token: str) -> WebClient:
    from slack_sdk import WebClient

    return WebClient(token=token, base_url=settings.slack.api_url, timeout=TIMEOUT_S)
