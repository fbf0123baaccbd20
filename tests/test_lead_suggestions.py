"""What is offered while somebody types of leads, codes and campaigns."""

from __future__ import annotations

from bot.commands import commands
from bot.model.command import Asker
from bot.model.facts import Campaign
from tests.world import World, lead, post

ASKER = Asker("u1", "Ann", "terminal", "UTC")


def offered(world: World, command: str, parameter: str, typed: str = "") -> list[str]:
    """Return the values that a parameter offers."""
    suggest = next(each.suggest for each in commands()[command].parameters if each.name == parameter)
    assert suggest is not None
    return [value for value, _ in suggest(world.desk, ASKER, typed)]


def test_leads_are_offered_for_what_is_not_known_of_them(world: World) -> None:
    world.tell(post("p1"), lead("tied", "2026-03-01T10:00:00Z", post_id="p1"), lead("judged", quality="qualified"))
    assert offered(world, "lead quality", "lead_id") == ["tied"]
    assert offered(world, "lead tie", "lead_id") == ["judged"]


def test_codes_are_offered_with_what_they_were_made_for(small_world: World) -> None:
    made = commands()["link"].run(small_world.desk, ASKER, address="https://b.example/", post="rye story")
    assert offered(small_world, "link tie", "code", "RYE") == [made.document["code"]]
    assert offered(small_world, "link tie", "code", "buns") == []


def test_campaigns_are_offered_by_name(small_world: World) -> None:
    small_world.tell(Campaign("Spring bake"), Campaign("Winter fair"))
    assert offered(small_world, "campaigns drop", "name", "bak") == ["Spring bake"]
