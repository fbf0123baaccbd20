"""What can go wrong, said in one sentence that names the next step.

A `CoachError` is shown to a person as it stands; anything else is a fault of ours and goes to the log with a short id.
"""

from __future__ import annotations


class CoachError(Exception):
    """Something could not be done; the message is a sentence for people. Exit code 1 in the terminal."""


class UsageError(CoachError):
    """The words of a command are off; the message says which and what would do. Exit code 2 in the terminal."""


class WrongValue(UsageError):
    """The value of one parameter is off; `parameter` names it, so that a form can say so beside the field."""

    def __init__(self, message: str, *, parameter: str) -> None:
        super().__init__(message)
        self.parameter = parameter


class NotAllowed(CoachError):
    """Somebody asked for what only others may do; the message names who may."""


class ConfigError(CoachError):
    """The configuration has faults; the message lists all of them, a line each."""


class IntakeError(CoachError):
    """A file could not be read at all; nothing of it was kept."""


class UnknownTable(IntakeError):
    """A table whose columns nobody knows; the message says how to name them."""


class StoreError(CoachError):
    """The store could not be opened, read or written; nothing was half written."""


class GuidanceError(CoachError):
    """A piece of guidance could not be read; the message names the file and the line."""


class CannotRead(CoachError):
    """A person's words (a date, a number) could not be read for certain, so they are asked back, never guessed."""


class TryLater(CoachError):
    """A front refused a post for certain. `retry_after_s`: the seconds it asked to wait, None where it named none."""

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class ChannelGone(CoachError):
    """A channel is not there any more or may not be written to; nothing was posted."""


class AnswerLost(CoachError):
    """A post was sent off and its answer never came: it may be there or not, so it is looked into first."""


class ModelError(CoachError):
    """The language model gave no answer that can be used; the guidance is quoted instead.

    `used`: the requests sent before it failed, and the tokens read and written as far as they are known.
    """

    used: tuple[int, int, int] = (0, 0, 0)


class ModelNotSet(ModelError):
    """No language model is set up, or the environment variable that should hold its key is empty."""


class ModelUnreachable(ModelError):
    """The model's server could not be reached, or what answered there is no model."""


class ModelRefused(ModelError):
    """The model's server turned the request down: a key, a name or a setting is off, or a filter stopped it.

    `is_misread`: the server took the request itself for wrong, as those do that do not know a part of it. `may_pass`: it
    said no more than that something went wrong, so asking again may help.
    """

    is_misread: bool = False
    may_pass: bool = False


class ModelTooSlow(ModelError):
    """The hard stop came before the model was done."""


class ModelBusy(ModelError):
    """The server has no room now. `retry_after_s`: the seconds it asked to wait, None where it named none."""

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class EmptyAnswer(ModelError):
    """The model said nothing, as servers do that ignore what they were asked or hide an error."""


class CutAnswer(ModelError):
    """The answer broke off on its way. `said`: what had arrived by then."""

    def __init__(self, message: str, *, said: str = "") -> None:
        super().__init__(message)
        self.said = said


class TooManyRounds(ModelError):
    """The model kept asking for figures and never answered."""


class BudgetSpent(ModelError):
    """The team's allowance for the model is used up for the day."""
