"""Form and drafting rules for a circular: what a drafter would rather hear from a program than from the 核稿 desk."""

from kb.lint.checks import findings, fixed, rules
from kb.lint.registry import Edit, Finding, Level, Rule

__all__ = ["Edit", "Finding", "Level", "Rule", "findings", "fixed", "rules"]
