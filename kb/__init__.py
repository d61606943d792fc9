"""The knowledge base: store, search, responsibility graph."""

from kb.base import KnowledgeBase
from kb.models import DocumentInfo, Finding, Hit, HitType, Ingested, IngestReport, VersionInfo

__all__ = [
    "DocumentInfo",
    "Finding",
    "Hit",
    "HitType",
    "IngestReport",
    "Ingested",
    "KnowledgeBase",
    "VersionInfo",
]
