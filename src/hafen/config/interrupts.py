"""A request to stop, as an exception that runs through every `finally`."""

import signal


class Interrupted(BaseException):
    """The process was told to stop by a signal."""


def listen() -> None:
    """Let SIGTERM end the process as Ctrl-C does."""
    signal.signal(signal.SIGTERM, _interrupt)


def _interrupt(_number: int, _frame: object) -> None:
    raise Interrupted
