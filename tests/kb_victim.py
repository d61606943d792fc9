"""A process that takes files into a base until it is killed: python -m tests.kb_victim BASE FOLDER JOBS."""

from __future__ import annotations

import sys
from pathlib import Path

from kb import KnowledgeBase
from tests.kb_factory import compile_duty, parse

if __name__ == "__main__":
    with KnowledgeBase(sys.argv[1]) as base:
        base.ingest(
            sorted(Path(sys.argv[2]).iterdir()), jobs=int(sys.argv[3]), parse=parse, compile_duty=compile_duty,
            progress=lambda done, _all, _path, _outcome: print(done, flush=True),
        )  # fmt: skip
