"""A draft held against the base: what it cites, what it owes to the documents above it, what it says twice."""

from __future__ import annotations

from kb.crossref.analysis import crossref, impact, versions
from kb.crossref.models import CrossRef, Impact

__all__ = ["CrossRef", "Impact", "crossref", "impact", "versions"]
