"""Names as people type them and as documents print them, brought to one form for comparison."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["actor_key", "issuer_key", "number_key", "title_key", "without_marks"]

_OPEN = re.compile(r"[(\[【{〔［（]")
_CLOSE = re.compile(r"[)\]】}〕］）]")
_MARKS = re.compile("[《》〈〉]")
# 市政府办公室 issues in the name of 市政府; in a title the verb stands between it and what is issued
_ISSUING = re.compile("(?:办公厅|办公室)?(?:印发|转发|批转|发布|公布)?$")


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def number_key(text: str | None) -> str | None:
    """A document number with 〔〕 and without blanks: 吉市政办发[2012] 14号 → 吉市政办发〔2012〕14号."""
    return _CLOSE.sub("〕", _OPEN.sub("〔", _plain(text))) if text else None


def without_marks(title: str) -> str:
    """A title without blanks and title marks."""
    return _MARKS.sub("", _plain(title))


def title_key(text: str | None) -> str | None:
    """A title without title marks, blanks, the issuer that may precede 关于, and 中华人民共和国 before a law's name.

    国务院关于…的通知 and 《关于…的通知》 are one, 《安全生产法》 and 《中华人民共和国安全生产法》 too; any other title
    counts whole. The title of a notice has 《》 round what it issues, its citation 〈〉 (GB/T 15834): neither counts.
    """
    if not text:
        return None
    key = without_marks(text)
    at = key.find("关于")
    return key[at:] if at > 0 else key.removeprefix("中华人民共和国") or key


def issuer_key(text: str | None) -> str:
    """An issuer without blanks, without its office, and without the verb that follows it in a title; "" without one."""
    return _ISSUING.sub("", without_marks(text or ""))


def actor_key(text: str) -> str:
    """The name of an actor, without blanks and in plain width; brackets as Chinese text has them."""
    return _plain(text).replace("(", "（").replace(")", "）")
