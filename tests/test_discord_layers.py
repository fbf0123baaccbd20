"""The files of the Discord front know each other in one direction alone, for their types too."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter

from tests.conftest import ROOT

FRONT = "bot.chat.discord"


def test_no_two_files_of_the_front_need_each_other() -> None:
    graph: dict[str, set[str]] = {}
    for path in (ROOT / "bot/chat/discord").glob("*.py"):
        named = {node.module for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)}
        graph[f"{FRONT}.{path.stem}"] = {each for each in named if each and each.startswith(f"{FRONT}.")}
    order = list(TopologicalSorter(graph).static_order())  # raises CycleError naming the files
    assert order.index(f"{FRONT}.tree") < order.index(f"{FRONT}.client")
