"""The command line's edge: runs the words, turns every failure into one sentence and an exit code.

With `--json` one JSON document goes to standard output and nothing else there; people's words go to standard error.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence

import click

from bot.errors import CannotRead, CoachError, UsageError
from bot.fault_log import kept_in_log

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0 done, 1 could not be done, 2 the words are off."""
    words = list(arguments) if arguments is not None else None
    try:
        code = root().main(args=words, prog_name="python -m bot", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.UsageError as error:
        _tell(error.format_message())
        return 2
    except (click.Abort, KeyboardInterrupt):
        _tell("Stopped; nothing was half written.")
        return 1
    except CoachError as error:
        _tell(str(error))
        return 2 if isinstance(error, UsageError | CannotRead) else 1
    except BrokenPipeError:
        sys.stdout = None
        return 1
    except OSError as error:
        if error.errno not in _NO_ROOM:
            _tell(kept_in_log(error))
        else:
            sys.stdout = None
            _tell(f"The output could not be written in full: {error.strerror}. Make room or write it elsewhere.")
        return 1
    except Exception as error:
        _tell(kept_in_log(error))
        return 1


def root() -> click.Group:
    """Return the whole command line: the coach's commands and the operator's."""
    from bot.cli_operator import operator_commands
    from bot.cli_words import CONTEXT, CoachGroup, hang_commands

    group = CoachGroup(
        "coach", context_settings=CONTEXT, epilog="Every command shows an example with --help.",
        help="A coach for social-media teams: data, one small ask, a dated promise, and the data checks the promise.",
    )
    hang_commands(group)
    for each in operator_commands():
        group.add_command(each)
    return group


def _tell(words: str) -> None:
    """Say it on standard error; what it quotes from outside steers no screen."""
    from bot.render.safe import inert

    click.echo(inert(words), err=True)
