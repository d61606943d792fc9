"""Reading files in this process or in several, and keeping whatever goes wrong with one from the others."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import TypeVar

from kb.prepare import Compile, Prepared, prepare
from policies.documents import Document
from policies.errors import InputError, UsageError, ZerenError
from policies.messages import _, language, use_language

__all__ = ["Parse", "Task", "read"]

Parse = Callable[[Path], Document]
Result = Prepared | ZerenError
Check = Callable[[], None]
_LOOK = 0.1  # seconds between two looks whether Ctrl-C was pressed
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Task:
    """How a file becomes rows; None stands for the floors below. Has to travel to other processes."""

    parse: Parse | None = None
    compile_duty: Compile | None = None
    allow_classified: bool = False

    def __call__(self, path: Path) -> Result:
        """The rows of the document at *path*, or the error that says why there are none."""
        try:
            return prepare(self._parse(path), self._compile())
        except ZerenError as error:
            return error
        except Exception as error:  # a fault of ours in one file must not cost the others
            from parsers.readers.files import printable  # noqa: PLC0415

            _log.debug("reading %s failed", printable(path), exc_info=True)
            return InputError(
                _("The file could not be understood: a fault of the program."),
                where=printable(path),
                why=printable(f"{type(error).__name__}: {error}"),
                mend=_("Please report it together with the file."),
            )

    def _parse(self, path: Path) -> Document:
        if self.parse is not None:
            return self.parse(path)
        from parsers import parse_file  # noqa: PLC0415 - loads the linguistic stages

        return parse_file(path, allow_classified=self.allow_classified)

    def _compile(self) -> Compile:
        if self.compile_duty is not None:
            return self.compile_duty
        from rules.compile import compile_duty  # noqa: PLC0415

        return compile_duty


_Result = TypeVar("_Result")


def read(paths: Sequence[Path], task: Task, jobs: int, check: Check) -> Iterator[Result]:
    """What *task* makes of each path, in order; with *jobs* > 1 in that many processes.

    *check* raises where the reading has to stop. What is being read then is dropped.
    """
    jobs = min(jobs, len(paths))
    if jobs <= 1:
        for one in paths:
            check()
            result = task(one)
            check()  # before the result counts: an interruption may have spoilt it
            yield result
        return
    pool = _pool(jobs)
    started = False
    waiting: deque[tuple[Path, Future[Result]]] = deque()
    rest = iter(paths)
    try:
        while True:
            # A bounded queue: memory does not depend on the number of files.
            while len(waiting) < 2 * jobs and (path := next(rest, None)) is not None:
                waiting.append((path, pool.submit(task, path)))
            if not waiting:
                break
            path, future = waiting.popleft()
            try:
                result = _wait(pool, future, check)
            except BrokenProcessPool:
                check()  # Ctrl-C also ends a process that is just starting
                if not started:
                    _try_start(check)
                # A worker died (out of memory, killed). Which file it had is not told: read this one in a process
                # of its own, then go on with the others.
                _stop(pool)
                result = _alone(path, task, check)
                pool = _pool(jobs)
                waiting = deque((other, pool.submit(task, other)) for other, _future in waiting)
            started = True
            yield result
    except BaseException:
        _stop(pool)
        raise
    pool.shutdown()


def _try_start(check: Check) -> None:
    """UsageError where no process starts at all, whatever it is to read."""
    pool = _pool(1)
    try:
        _wait(pool, pool.submit(os.getpid), check)
    except BrokenProcessPool:
        raise UsageError(
            _("The processes that are to read the files do not start."),
            why=_("A script that calls this on its top level is run again by each of them."),
            mend=_('Call it under “if __name__ == "__main__":”, or with jobs=1.'),
        ) from None
    finally:
        _stop(pool)


def _wait(pool: ProcessPoolExecutor, future: Future[_Result], check: Check) -> _Result:
    while not wait((future,), _LOOK).done:
        check()
        # The pool sees by itself that a worker died, except while it waits for the rest of what that one was sending.
        if connection.wait([process.sentinel for process in _processes(pool)], 0):
            raise BrokenProcessPool
    check()
    return future.result()


def _alone(path: Path, task: Task, check: Check) -> Result:
    from parsers.readers.files import printable  # noqa: PLC0415

    pool = _pool(1)
    try:
        return _wait(pool, pool.submit(task, path), check)
    except BrokenProcessPool:
        return InputError(
            _("The process that read this file died."),
            where=printable(path),
            why=_("Most often the memory did not suffice."),
            mend=_("Close other programs, or read it with --jobs 1."),
        )
    finally:
        _stop(pool)


def _pool(jobs: int) -> ProcessPoolExecutor:
    # spawn everywhere: the same behaviour on all systems, and no copies of open databases.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(language(),))


def _begin(lang: str) -> None:
    """In a worker: speak as the parent does, leave Ctrl-C to it, and end when it ends."""
    use_language(lang)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)


def _processes(pool: ProcessPoolExecutor) -> list[SpawnProcess]:
    """The workers; none of a pool that was shut down."""
    return list((getattr(pool, "_processes", None) or {}).values())


def _stop(pool: ProcessPoolExecutor) -> None:
    """Don't wait for files that are being read: nobody wants them any more."""
    processes = _processes(pool)
    results = getattr(pool, "_result_queue", None)
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        process.terminate()
    # A worker that ends in the middle of sending leaves half a result in the pipe. The pool's thread would wait for
    # the other half for ever, and the program for that thread, as long as this process could still write it.
    if results is not None:
        results._writer.close()  # there is no public way
