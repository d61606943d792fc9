"""How other documents are cited: numbers, and title before number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb.lint.places import CHINESE, span_of
from kb.lint.registry import PRACTICE, Edit, Found, Level, rule
from policies.documents import Document
from policies.messages import N_, _
from policies.spans import Span

__all__ = ["RULES", "corrected"]

#: 吉政发[2012]14号, 吉政发〔2012〕第014号: an organ's code, a year in brackets, a number.
_NUMBER = re.compile(
    rf"(?P<code>[{CHINESE}])(?P<open>[\[［【(（〔﹝])(?P<year>(?:19|20)[0-9]{{2}})(?P<close>[\]］】)）〕﹞])"
    r"(?P<nth>第)?(?P<number>[0-9]{1,5})(?P<end>号)"
)
_TITLE = re.compile(r"(?:文件?)?[（(]?(?P<title>《[^》]{2,80}》)")
_JOINED = re.compile(r"》(?P<mark>、)《")


def corrected(match: re.Match[str]) -> str:
    """Year and number as GB/T 9704 writes them: 〔〕, no 第, no zeros before the number."""
    return f"〔{match['year']}〕{int(match['number'])}{match['end']}"


@rule(
    "ZC001", Level.ERROR, "GB/T 9704-2012 7.2.5", N_("A document number is not written as the standard asks."),
    N_("Write the year in 〔〕, the number without 第 and without zeros before it: 吉政发〔2012〕14号."),
)  # fmt: skip
def number(document: Document) -> Iterator[Found]:
    for match in _NUMBER.finditer(document.text):
        span = Span(start=match.start("open"), end=match.end())
        wanted = corrected(match)
        if wanted == document.quote(span):
            continue
        message = _("It should be {wanted}.").format(wanted=wanted)
        yield Found(span, message, (Edit(span=span, text=wanted),))


@rule(
    "ZC002", Level.WARNING, PRACTICE, N_("A citation gives the number before the title."),
    N_("Cite the title first and the number in brackets behind it: 《…》（吉政发〔2012〕14号）."),
)  # fmt: skip
def order(document: Document) -> Iterator[Found]:
    for match in _NUMBER.finditer(document.text):
        title = _TITLE.match(document.text, match.end())
        if title is not None:
            message = _("The title {title} should stand before the number.").format(title=title["title"])
            yield Found(Span(start=match.start("open"), end=title.end()), message)


@rule(
    "ZC003", Level.NOTE, "GB/T 15834-2011 4.5.3.5", N_("A pause mark stands between titles in title marks."),
    N_("Titles in a row need no 、 between them."),
)  # fmt: skip
def pause(document: Document) -> Iterator[Found]:
    for match in _JOINED.finditer(document.text):
        span = span_of(match, "mark")
        yield Found(span, _("《》、《》 is usually written without 、."), (Edit(span=span, text=""),))


RULES = (number, order, pause)
