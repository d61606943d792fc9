"""One-line factories for the parser's tests: a plan with one unit, and its duties as plain tuples."""

from __future__ import annotations

from parsers import parse_text
from policies.documents import Document
from policies.duties import Duty

HEAD = """某省人民政府办公厅关于印发《某省安全生产工作方案》的通知
某政办发〔2012〕5号

各市（州）人民政府，省政府各部门：
现将《某省安全生产工作方案》印发给你们，请认真组织实施。

某省人民政府办公厅
2012年6月6日

某省安全生产工作方案

一、工作任务
（一）具体要求
"""


def plan(*paragraphs: str) -> Document:
    """A provincial plan whose only unit holds *paragraphs*."""
    return parse_text(HEAD + "\n".join(f"　　{p}" for p in paragraphs) + "\n")


def duties(*paragraphs: str) -> list[Duty]:
    """The duties of *paragraphs*, without the one of the cover notice."""
    return [duty for duty in plan(*paragraphs).duties if duty.clause is not None]


def told(duty: Duty) -> tuple[str, list[str], list[str]]:
    """(modality, named bearers, actions) of a duty."""
    named = list(dict.fromkeys(b.surface.text for b in duty.bearers if b.surface))
    return duty.modality.value, named, [action.quote.text for action in duty.actions]
