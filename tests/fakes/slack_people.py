"""What people do in the fake Slack: commands, messages, presses, forms. Each returns once the app has acknowledged it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.fakes import slack_payloads as payloads
from tests.fakes import slack_views
from tests.fakes.slack_blocks import with_ids
from tests.fakes.slack_chat import as_json
from tests.fakes.slack_delivery import Receipt
from tests.fakes.slack_events import Events
from tests.fakes.slack_forms import WindowRefuses, first_entry, inputs, names_of, pressed, state_values
from tests.fakes.slack_hooks import Hook, answer_hook
from tests.fakes.slack_refusal import Refusal
from tests.fakes.slack_state import Channel, Json, Message, User, View, Workspace
from tests.fakes.slack_words import typed

_MENTION = re.compile(r"<([@#])([A-Z0-9_]+)(?:\|([^>]*))?>")


class People(Events):
    """Events, and what is done with commands, buttons and forms."""

    async def command(self, user: str, channel: str, command: str, text: str = "") -> Receipt:
        """Let a person type a slash command; what the app acknowledges with is shown to them. Raises NotAcked, WindowRefuses.

        Where the command is set to escape, as all are that no manifest speaks of, addresses stand in brackets and mentions
        carry names; else both come as typed.
        """
        person, place = self._in(user, channel)
        if not command.startswith("/"):
            raise ValueError(f"{command!r} is no slash command")
        known = self.rules.commands
        if known is not None and command not in known:
            raise WindowRefuses(f"{command} is not a valid command; there are {sorted(known)}")
        team = self._team(person)
        if "commands" not in team.scopes:
            raise WindowRefuses(f"{command} is not there: the app lacks the scope commands")
        text = _MENTION.sub(self._named_mention, text)
        text = typed(text) if known is None or known[command] else _MENTION.sub(r"\1\3", text)
        hook = self.new_hook(place.id, user)
        payload = payloads.slash_command(person, place, command, text, trigger=self.new_trigger(user), hook=hook,
                                         team=team)
        receipt = await self.deliver("slash_commands", payload)
        if receipt.payload:
            try:
                answer_hook(self, Hook(place.id, user, self.clock.seconds), receipt.payload)
            except Refusal as refusal:
                raise WindowRefuses(f"Slack could not show the answer to {command}: {refusal.body}") from None
            self.changed()
        return receipt

    async def press(self, shown: Message | View, button: str, *, user: str | None = None, choose: Any = None) -> Receipt:
        """Let a person press a button, or choose in a menu, of a message or a view.

        `button`: its label, its action_id or its value, or those of an option of an overflow menu; `choose`: the option, date
        or person chosen in a menu; `user` is needed where several people see it. Raises NotAcked, WindowRefuses naming the
        buttons there are.
        """
        element = self._element(shown, button)
        if element["type"] == "overflow" and choose is None:
            choose = next(each["value"] for each in element["options"] if button in (each["text"]["text"], each["value"]))
        who = user or self._who(shown)
        action = {**pressed(element, button if choose is None else choose), "action_ts": self.state.next_ts()}
        return await self._act(shown, self.person(who), [action])

    async def choose(self, shown: Message | View, menu: str, value: Any, *, user: str | None = None) -> Receipt:
        """Let a person choose in a menu. Raises as `press` does."""
        return await self.press(shown, menu, user=user, choose=value)

    async def submit(self, view: View | None, values: Mapping[str, Any] | None = None) -> Receipt:
        """Let a person send a modal off; `values` by block_id, action_id or label. Slack then does what the app answered.

        Raises NotAcked, and WindowRefuses where Slack's window would not send it or could not read the answer.
        """
        if view is None or self.view_open_for(view.user) is not view:
            raise WindowRefuses("this modal is not the one the person has before them")
        if "submit" not in view.body:
            raise WindowRefuses("this modal has no button to send it")
        shown = slack_views.as_json(view, self.state, values=state_values(view.blocks, values or {}))
        view.errors = {}
        receipt = await self.deliver("interactive", self._interaction("view_submission", view.user, inside=view.id, view=shown,
                                                                      response_urls=[]))
        self._answered(view, receipt.payload or {})
        self.changed()
        return receipt

    async def close(self, view: View) -> Receipt:
        """Let a person leave a modal; the app hears of it only where it asked to."""
        self.state.stacks[view.user].remove(view.id)
        self.changed()
        if not view.body.get("notify_on_close"):
            return Receipt()
        shown = slack_views.as_json(view, self.state)
        return await self.deliver("interactive", self._interaction("view_closed", view.user, view=shown, is_cleared=False))

    async def shortcut(self, user: str, callback_id: str, message: Message | None = None) -> Receipt:
        """Let a person use a shortcut: on a message, or on none. Raises NotAcked, WindowRefuses."""
        if self.rules.shortcuts is not None and callback_id not in self.rules.shortcuts:
            raise WindowRefuses(f"there is no shortcut {callback_id}; there are {sorted(self.rules.shortcuts)}")
        if message is None:
            return await self.deliver("interactive", self._interaction("shortcut", user, callback_id=callback_id,
                                                                       action_ts=self.state.next_ts()))
        _, place = self._in(user, message.channel)
        return await self.deliver("interactive", self._interaction(
            "message_action", user, callback_id=callback_id, action_ts=self.state.next_ts(), message_ts=message.ts,
            message=as_json(message, self.state), channel={"id": place.id, "name": place.name or "directmessage"},
            response_url=self.new_hook(place.id, user)))

    async def suggestions(self, shown: Message | View, menu: str, typed: str, *, user: str | None = None) -> list[str]:
        """Let a person type in a menu that asks the app, and return the labels they are offered. Raises NotAcked."""
        fields = [{**element, "block_id": block["block_id"]} for block, element in inputs(shown.blocks)]
        element = self._named(fields, menu)
        asked = {"action_id": element["action_id"], "block_id": element["block_id"], "value": typed}
        receipt = await self.deliver("interactive", self._interaction("block_suggestion", user or self._who(shown), **asked,
                                                                      **self._where(shown, user or self._who(shown))))
        options = (receipt.payload or {}).get("options", [])
        if len(options) > 100:
            raise WindowRefuses(f"{len(options)} options, at most 100")
        return [each["text"]["text"] for each in options]

    async def _act(self, shown: Message | View, person: User, actions: list[Json]) -> Receipt:
        values = {block["block_id"]: {element["action_id"]: first_entry(element)} for block, element in inputs(shown.blocks)}
        for each in actions:
            if each["block_id"] in values:
                chosen = {name: value for name, value in each.items() if name not in ("action_id", "block_id", "action_ts")}
                values[each["block_id"]][each["action_id"]] = chosen
        where = self._where(shown, person.id)
        return await self.deliver("interactive", self._interaction(
            "block_actions", person.id, inside=shown.id if isinstance(shown, View) else None, actions=actions,
            state={"values": values}, **where))

    def _where(self, shown: Message | View, user: str) -> Json:
        if isinstance(shown, View):
            is_there = shown in (self.view_open_for(user), self.home(user))
            if not is_there:
                raise WindowRefuses("this view is not before the person any more")
            return {"container": {"type": "view", "view_id": shown.id}, "view": slack_views.as_json(shown, self.state)}
        _, place = self._in(user, shown.channel)
        if shown.is_deleted or shown.only_for not in (None, user):
            raise WindowRefuses("the person does not see this message")
        return payloads.on_message(shown, place, as_json(shown, self.state), self.new_hook(place.id, user, shown))

    def _interaction(self, kind: str, user: str, *, inside: str | None = None, **more: Any) -> Json:
        """Return an interaction; `inside`: the view it happened in, on which the app may push another."""
        person = self.person(user)
        place = self.state.channels.get(more["channel"]["id"]) if "channel" in more else None
        return payloads.interaction(kind, person, trigger=self.new_trigger(user, view=inside), team=self._team(person, place), **more)

    def _team(self, person: User, place: Channel | None = None) -> Workspace:
        """Return the workspace the app is told of: the person's own, or in a shared channel one that has the app."""
        own = self.state.workspaces[person.team]
        if own.is_installed:
            return own
        others = self._teams_in(place) if place else []
        if not others:
            raise WindowRefuses(f"the app is not in {person.team}, where {person.id} is")
        return others[0]

    def _named_mention(self, found: re.Match[str]) -> str:
        sign, key = found[1], found[2]
        name = self.state.users[key].name.lower() if sign == "@" and key in self.state.users else ""
        name = self.state.channels[key].name if sign == "#" and key in self.state.channels else name
        return f"<{sign}{key}|{name or found[3] or key}>"

    def _answered(self, view: View, answer: Json) -> None:
        stack = self.state.stacks[view.user]
        match answer.get("response_action"):
            case None if not answer:
                stack.remove(view.id)
            case "clear":
                stack.clear()
            case "errors":
                fields = {block["block_id"] for block in view.blocks if block["type"] == "input"}
                if not answer.get("errors") or not set(answer["errors"]) <= fields:
                    raise WindowRefuses(f"errors can stand at {sorted(fields)}, not at {sorted(answer.get('errors', {}))}")
                view.errors = dict(answer["errors"])
            case "update" | "push" as what:
                faults = slack_views.view_faults(answer.get("view"), "modal")
                if faults:
                    raise WindowRefuses(f"Slack could not show the next view: {faults[:3]}")
                self._next(view, answer["view"], pushes=what == "push")
            case _:
                raise WindowRefuses(f"Slack does not understand {answer}")

    def _next(self, view: View, body: Json, *, pushes: bool) -> None:
        body = {**body, "blocks": with_ids(body["blocks"], self.state)}
        if not pushes:
            view.body, view.hash = body, self.state.next_id("h")
            return
        if len(self.state.stacks[view.user]) >= slack_views.STACK:
            raise WindowRefuses("no fourth view can be pushed")
        slack_views.pushed(self.state, view, body)

    def _in(self, user: str, channel: str) -> tuple[User, Channel]:
        person, place = self.person(user), self.place(channel)
        if user not in place.members:
            raise WindowRefuses(f"{user} is not in {channel}")
        return person, place

    def _who(self, shown: Message | View) -> str:
        if isinstance(shown, View):
            return shown.user
        if shown.only_for:
            return shown.only_for
        people = [each for each in sorted(self.place(shown.channel).members) if not self.state.users[each].is_bot]
        if len(people) != 1:
            raise ValueError(f"say who presses: user=one of {people}")
        return people[0]

    def _element(self, shown: Message | View, name: str) -> Json:
        fields = [{**element, "block_id": block["block_id"]} for block, element in inputs(shown.blocks)
                  if block.get("type") == "input" and block.get("dispatch_action")]
        return self._named([*shown.buttons, *fields], name)

    @staticmethod
    def _named(every: list[Json], name: str) -> Json:
        found = [each for each in every if name in names_of(each)]
        if len(found) != 1:
            there = [names_of(each)[0] for each in every]
            raise WindowRefuses(f"{len(found) or 'no'} buttons are called {name!r}; there are {there}")
        return found[0]
