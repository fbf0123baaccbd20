"""What stands in a folder, one thing a file: a file added is a thing added, and nobody edits a list.

A file is imported when its thing is asked for, so that a hundred of them cost a start nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Generic, TypeVar

T = TypeVar("T")


class Folder(Mapping[str, T], Generic[T]):
    """The files of a package by name, in the order of their names; `name_of` makes a file's name the thing's.

    Files that begin with `_` hold what several of the others share and are no things themselves.
    """

    def __init__(self, package: str, paths: Iterable[str], make: Callable[[str, ModuleType], T], *,
                 name_of: Callable[[str], str] = lambda file: file.replace("_", "-")) -> None:
        self._package, self._make = package, make
        self._paths = [Path(path) for path in paths]
        names = sorted(file.stem for path in self._paths for file in path.glob("[!_]*.py"))
        self._files = {name_of(name): name for name in names}
        self._made: dict[str, T] = {}

    def __getitem__(self, name: str) -> T:
        """Return the thing of a name, importing its file the first time."""
        if name not in self._made:
            module = import_module(f"{self._package}.{self._files[name]}")
            self._made[name] = self._make(name, module)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a thing of a name, without importing its file."""
        return name in self._files

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._files)

    def __len__(self) -> int:
        """Return how many things there are."""
        return len(self._files)

    def first_line(self, name: str) -> str:
        """Return the first line of a file's docstring without importing the file."""
        with (self._paths[0] / f"{self._files[name]}.py").open(encoding="utf-8") as file:
            return file.readline().strip().strip('"').strip()
