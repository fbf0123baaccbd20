"""The fake Slack's files: announced, sent to an address of its own, completed; read with the token in the header alone.

https://docs.slack.dev/messaging/working-with-files
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable

from tests.fakes.slack_chat import check_may_post
from tests.fakes.slack_refusal import Refusal
from tests.fakes.slack_state import File, Json, Message, State
from tests.fakes.slack_web import Call

ALT_LETTERS = 1000


def get_upload_url(call: Call) -> Json:
    """files.getUploadURLExternal"""
    try:
        length = int(call.args["length"])
    except ValueError:
        raise Refusal("invalid_arguments", "length is not a number") from None
    if length < 1:
        raise Refusal("missing_argument", "length must be more than 0")
    if len(call.args.get("alt_txt") or "") > ALT_LETTERS:
        raise Refusal("alt_txt_too_large")
    file = File(call.state.next_id("F"), call.team, str(call.args["filename"]), b"", call.bot, alt=call.args.get("alt_txt", ""),
                announced_size=length, is_complete=False)
    call.state.files[file.id] = file
    return {"upload_url": f"{call.fake.url}/upload/v1/{file.id}", "file_id": file.id}


def complete_upload(call: Call) -> Json:
    """files.completeUploadExternal"""
    given = call.args["files"]
    if not isinstance(given, list) or not given:
        raise Refusal("invalid_arguments", "files is not a list")
    files = []
    for each in given:
        file = call.state.files.get(each.get("id", "")) if isinstance(each, dict) else None
        if file is None or file.team != call.team or file.is_complete:
            raise Refusal("file_not_found")
        if len(file.content) != file.announced_size:
            raise Refusal("file_update_failed" if file.content else "file_not_found")
        files.append((file, each.get("title") or file.name))
    where = [call.args["channel_id"]] if call.args.get("channel_id") else str(call.args.get("channels") or "").split(",")
    channels = [call.channel(each) for each in where if each]
    for channel in channels:
        if call.bot not in channel.members:
            raise Refusal("not_in_channel")
        check_may_post(call, channel, call.args.get("thread_ts"))
        call.fake.limits.count_post(call.team, channel.id)
    for file, title in files:
        file.is_complete, file.title, file.channels = True, title, [each.id for each in channels]
    for channel in channels:
        channel.messages.append(Message(
            call.state.next_ts(), channel.id, call.bot, call.args.get("initial_comment") or "", thread_ts=call.args.get("thread_ts"),
            by_app=True, files=[file for file, _ in files], sent=call.args))
    return {"files": [described(file, call.state, call.fake.url) for file, _ in files]}


def info(call: Call) -> Json:
    """files.info"""
    file = call.state.files.get(str(call.args["file"]))
    if file is None or not file.is_complete:
        raise Refusal("file_not_found")
    seen = any(call.bot in call.state.channels[each].members for each in file.channels)
    if not seen and file.user != call.bot:
        raise Refusal("not_visible")
    return {"file": described(file, call.state, call.fake.url), "comments": []}


def described(file: File, state: State, url: str) -> Json:
    """Return a file as Slack's object; https://docs.slack.dev/reference/objects/file-object"""
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    suffix = file.name.rpartition(".")[2].lower() if "." in file.name else "binary"
    where = {kind: [each for each in file.channels if state.channels[each].kind == kind] for kind in ("channel", "group", "im")}
    private = f"{url}/files-pri/{file.team}-{file.id}/{file.name.lower()}"
    return {"id": file.id, "created": int(state.clock.seconds), "timestamp": int(state.clock.seconds), "name": file.name,
            "title": file.title or file.name, "mimetype": kind, "filetype": suffix, "pretty_type": suffix.upper(), "user": file.user,
            "user_team": file.team, "editable": False, "size": len(file.content), "mode": "hosted", "is_external": False,
            "external_type": "", "is_public": bool(where["channel"]), "public_url_shared": False, "display_as_bot": False,
            "username": "", "url_private": private, "url_private_download": private.replace("/files-pri/", "/files-pri/download/"),
            "permalink": f"{url}/files/{file.id}", "channels": where["channel"], "groups": where["group"], "ims": where["im"],
            "has_rich_preview": False, "file_access": "visible"}


HANDLERS: dict[str, Callable[[Call], Json]] = {
    "files.getUploadURLExternal": get_upload_url, "files.completeUploadExternal": complete_upload, "files.info": info,
}
