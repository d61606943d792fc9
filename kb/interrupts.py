"""Ctrl-C as something to be asked for, not as something that strikes anywhere.

An exception that a signal raises can be lost: libraries in C swallow it or pass it on as an error of their own, and a
sound file would be blamed for it. So the first Ctrl-C is only noted, and the work asks for it where it can stop.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["Interrupts", "noted"]


class Interrupts:
    """Whether Ctrl-C was pressed."""

    def __init__(self) -> None:
        self.pressed = False

    def check(self) -> None:
        """Raise KeyboardInterrupt if it was."""
        if self.pressed:
            raise KeyboardInterrupt

    def note(self, _signal: int, _frame: FrameType | None) -> None:
        """The handler. Who presses twice doesn't want to wait."""
        if self.pressed:
            raise KeyboardInterrupt
        self.pressed = True


@contextmanager
def noted() -> Iterator[Interrupts]:
    """Within it, Ctrl-C is noted in what it gives. Not outside the main thread, nor where Ctrl-C is ignored."""
    interrupts = Interrupts()
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before in (signal.SIG_IGN, None):
        yield interrupts
        return
    signal.signal(signal.SIGINT, interrupts.note)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, before)
