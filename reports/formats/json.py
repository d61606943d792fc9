"""JSON: the checklist as it is, for programs and for reading back."""

from __future__ import annotations

from reports.checklist import Checklist

__all__ = ["render"]


def render(checklist: Checklist) -> bytes:
    """The fields of :class:`reports.checklist.Checklist`, UTF-8."""
    return (checklist.model_dump_json(indent=2) + "\n").encode("utf-8")
