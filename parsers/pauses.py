"""No garbage collection while a document is built.

A parse makes a hundred thousand small objects that all stay until the document is done and hold no cycles. The
collector looks at them again and again and finds nothing: a third of the time, and more the longer the text.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["collection_paused"]


@contextmanager
def collection_paused() -> Iterator[None]:
    """Pause the collector of cycles; what was on is on again afterwards, whatever happens. Also a decorator.

    The switch is the process's: of two threads that parse at once, the first to end turns it on again for both. What
    was made meanwhile passes for old: else the first thing the collector does is to look at all of it.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # else whoever has frozen something would find it thawed
            gc.freeze()
            gc.unfreeze()
        gc.enable()
