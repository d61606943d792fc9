"""What is measured on: corpus and gold files where they lie beside the checkout, else the shipped circulars."""

from __future__ import annotations

from pathlib import Path

from policies.circulars import shipped

__all__ = ["EVAL", "circulars"]

_SHARED = Path(__file__).resolve().parents[2] / "shared"
EVAL = _SHARED / "eval"


def circulars() -> list[Path]:
    """The circulars of the corpus, else those that ship."""
    corpus = sorted((_SHARED / "corpus" / "circulars").glob("*.txt"))
    return corpus or [circular.path for circular in shipped()]
