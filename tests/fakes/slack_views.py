"""The fake Slack's views: modals opened by a trigger that lasts three seconds and serves once, and Home tabs.

https://docs.slack.dev/reference/methods/views.open and the three beside it; https://docs.slack.dev/reference/views.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fakes.slack_blocks import VIEW_BLOCKS, faults, with_ids
from tests.fakes.slack_refusal import Refusal
from tests.fakes.slack_state import APP, Json, State, View
from tests.fakes.slack_web import Call

TRIGGER_S = 3
STACK = 3
VIEW_BYTES = 250_000
_FIELDS = {"modal": {"type", "title", "blocks", "close", "submit", "private_metadata", "callback_id", "clear_on_close",
                     "notify_on_close", "external_id", "submit_disabled"},
           "home": {"type", "blocks", "private_metadata", "callback_id", "external_id"}}
_LETTERS = {"title": 24, "submit": 24, "close": 24, "private_metadata": 3000, "callback_id": 255, "external_id": 255}


@dataclass
class Trigger:
    """A person's leave to open one view. `view`: the view they acted in, if any."""

    user: str
    team: str
    born: float
    view: str | None = None
    is_used: bool = False


def view_faults(view: Any, kind: str) -> list[str]:
    """Return everything that is wrong with a view, none for what Slack takes."""
    if not isinstance(view, dict):
        return ["view is not an object"]
    if view.get("type") != kind:
        return [f"unsupported type: {view.get('type')!r}, must be {kind}"]
    found = [f"invalid additional property: {each}" for each in sorted(set(view) - _FIELDS[kind])]
    found += [f"missing required field: {each}" for each in ("title", "blocks") if each in _FIELDS[kind] and each not in view]
    for name, most in _LETTERS.items():
        given = view.get(name, "")
        if name in ("title", "submit", "close") and name in view:
            if not isinstance(given, dict) or given.get("type") != "plain_text":
                found.append(f"{name} must be plain_text")
                continue
            given = given["text"]
            if not given:
                found.append(f"{name} must be more than 0 characters")
        if len(given) > most:
            found.append(f"{name}: must be less than {most + 1} characters")
    blocks = view.get("blocks", [])
    has_input = any(each.get("type") == "input" for each in blocks if isinstance(each, dict))
    if has_input and kind == "modal" and "submit" not in view:
        found.append("submit is required when an input block is within blocks")
    return found + faults(blocks, most=VIEW_BLOCKS)


def checked_view(call: Call, kind: str) -> Json:
    """Return a call's view with every id in it. Raises Refusal for what Slack does not take."""
    view = call.args["view"]
    wrong = view_faults(view, kind)
    if wrong:
        raise Refusal("invalid_arguments", *wrong[:5])
    if len(json.dumps(view).encode()) > VIEW_BYTES:
        raise Refusal("view_too_large")
    external = view.get("external_id")
    if external and any(each.body.get("external_id") == external and each.team == call.team and each.id != call.args.get("view_id")
                        for each in call.state.views.values()) and call.args.get("external_id") != external:
        raise Refusal("duplicate_external_id")
    return {**view, "blocks": with_ids(view["blocks"], call.state)}


def exchanged(call: Call) -> Trigger:
    """Return the trigger of a call, used up by it. Raises Refusal for one that is unknown, used or too old."""
    given = call.args.get("trigger_id")
    if not given:
        raise Refusal("invalid_arguments", "missing required field: trigger_id")
    trigger = call.fake.triggers.get(given)
    if trigger is None or trigger.team != call.team:
        raise Refusal("invalid_trigger_id")
    if trigger.is_used:
        raise Refusal("exchanged_trigger_id")
    if call.state.clock.seconds - trigger.born > TRIGGER_S:
        raise Refusal("expired_trigger_id")
    trigger.is_used = True
    return trigger


def open_view(call: Call) -> Json:
    """views.open"""
    body = checked_view(call, "modal")
    trigger = exchanged(call)
    view = _new(call.state, trigger.team, trigger.user, body)
    call.state.stacks[trigger.user] = [view.id]
    return {"view": as_json(view, call.state)}


def push(call: Call) -> Json:
    """views.push"""
    body = checked_view(call, "modal")
    trigger = exchanged(call)
    stack = call.state.stacks.get(trigger.user, [])
    if not stack or trigger.view is None or trigger.view not in stack:
        raise Refusal("invalid_trigger_id", "a view is pushed on the one the person acted in")
    if len(stack) >= STACK:
        raise Refusal("push_limit_reached")
    view = pushed(call.state, call.state.views[stack[-1]], body)
    return {"view": as_json(view, call.state)}


def update(call: Call) -> Json:
    """views.update"""
    given, external = call.args.get("view_id"), call.args.get("external_id")
    if bool(given) == bool(external):
        raise Refusal("invalid_arguments", "one of view_id and external_id is needed, not both")
    view = next((each for each in call.state.views.values()
                 if each.team == call.team and (each.id == given or (external and each.body.get("external_id") == external))), None)
    if view is None:
        raise Refusal("not_found")
    if call.args.get("hash") and call.args["hash"] != view.hash:
        raise Refusal("hash_conflict")
    view.body = checked_view(call, str(view.body["type"]))
    view.hash, view.errors = call.state.next_id("h"), {}
    return {"view": as_json(view, call.state)}


def publish(call: Call) -> Json:
    """views.publish"""
    user = call.state.users.get(call.args["user_id"])
    if user is None or user.team != call.team:
        raise Refusal("invalid_arguments", "user_id")
    if not call.fake.has_home:
        raise Refusal("not_enabled")
    old = call.state.homes.get((call.team, user.id))
    if call.args.get("hash") and (old is None or call.args["hash"] != old.hash):
        raise Refusal("hash_conflict")
    body = checked_view(call, "home")
    if old is None:
        old = _new(call.state, call.team, user.id, body)
        call.state.homes[call.team, user.id] = old
    old.body, old.hash = body, call.state.next_id("h")
    return {"view": as_json(old, call.state)}


def _new(state: State, team: str, user: str, body: Json, *, on: View | None = None) -> View:
    made = state.next_id("V")
    view = View(made, team, user, body, state.next_id("h"), root=on.root if on else made, previous=on.id if on else None)
    state.views[made] = view
    return view


def pushed(state: State, on: View, body: Json) -> View:
    """Put a view on top of another and return it."""
    view = _new(state, on.team, on.user, body, on=on)
    state.stacks[on.user].append(view.id)
    return view


def as_json(view: View, state: State, *, values: Json | None = None) -> Json:
    """Return a view as Slack gives it to apps."""
    body = json.loads(json.dumps(view.body))
    home = body["type"] == "home"
    parts = {} if home else {"title": body["title"], "close": body.get("close"), "submit": body.get("submit"),
                             "clear_on_close": body.get("clear_on_close", False), "notify_on_close": body.get("notify_on_close", False)}
    return {"id": view.id, "team_id": view.team, "type": body["type"], "blocks": body["blocks"], **parts,
            "private_metadata": body.get("private_metadata", ""), "callback_id": body.get("callback_id", ""),
            "external_id": body.get("external_id", ""), "state": {"values": values or {}}, "hash": view.hash,
            "root_view_id": view.root, "previous_view_id": view.previous, "app_id": APP, "app_installed_team_id": view.team,
            "bot_id": state.workspaces[view.team].bot_id}


HANDLERS: dict[str, Callable[[Call], Json]] = {"views.open": open_view, "views.push": push, "views.update": update,
                                               "views.publish": publish}
