"""Being told to stop: Ctrl-C, SIGTERM, or the terminal closing."""

import signal
from types import FrameType

ASKED_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Someone asked the launcher to stop; what is open is closed on the way out."""

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.signum = signum


def listen() -> None:
    """Stop on a signal, also when this process was started with the signal ignored."""
    for number in ASKED_TO_STOP:
        if number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN:
            continue  # started with nohup
        signal.signal(number, _stop_once)


def _stop_once(signum: int, frame: FrameType | None) -> None:
    for number in ASKED_TO_STOP:
        # A second Ctrl-C must not interrupt the stopping. Not SIG_IGN: children would inherit it.
        signal.signal(number, _already_stopping)
    raise Stopped(signum)


def _already_stopping(signum: int, frame: FrameType | None) -> None:
    """Stopping has begun and ends within seconds."""
