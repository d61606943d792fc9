"""What it takes to add a document to a small base and to a large one."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from bench.fresh import in_fresh_process
from bench.parsing import Row
from kb import KnowledgeBase
from parsers import parse_text
from policies.circulars import shipped
from policies.documents import Document

__all__ = ["row"]

GROWTH = 1.5  # times the time on the large base; other rows of the tables are found by trees, which grow a little
_DOCUMENTS = 12
_WARM = 4


def row(small: Path, large: Path) -> Row:
    """The row of the table."""
    few, many = in_fresh_process(_seconds, small), in_fresh_process(_seconds, large)
    return Row(
        f"adding a document: {few * 1e3:.0f} ms to a small base, {many * 1e3:.0f} ms to the large one, "
        f"{many / few:.2f} x (at most {GROWTH})",
        many / few <= GROWTH,
    )


def _seconds(base: Path) -> float:
    """Seconds of the processor to take in a document that is parsed already."""
    text = shipped()[0].path.read_text("utf-8")
    documents: dict[str, Document] = {}
    paths = []
    for number in range(_DOCUMENTS):
        path = base.parent / f"{base.stem}-{number}.txt"
        path.write_text(text.replace("关于", f"关于第{number}次", 1).replace("〕", f"〕{number + 1}", 1), "utf-8")
        documents[path.name] = parse_text(path.read_text("utf-8"))
        paths.append(path)
    times = []
    with KnowledgeBase(base) as kb:
        for path in paths:
            begin = time.process_time()
            report = kb.ingest([path], parse=lambda one: documents[one.name])
            times.append(time.process_time() - begin)
            if report.failed or not report.added:
                raise RuntimeError(str(report.failed))
    return median(times[_WARM:])
