"""Whom rules speak to: the kind of body that most demands of a normative part name, where hardly any names authorities.

Rules for mines (…细则, …规程) demand things of mines without naming them each time. Where authorities are told what to
do as well (most 办法, 条例), nothing follows: an unstated bearer may be either.
"""

from __future__ import annotations

import re
from collections import Counter

from parsers.actors import heads_in, kinds_of
from policies.documents import Metadata
from policies.duties import AUTHORITIES, BodyKind
from policies.spans import Span
from policies.vocabulary.genres import is_normative

__all__ = ["spoken_to"]

_ENOUGH = 10  # demands that name somebody
_MOST = 0.75
_HARDLY = 0.1
_DEMANDED = re.compile(r"(?:[（(][^（()）]{1,12}[)）])?(?:应当|应|必须|须|不得|严禁|可以|要)(?![急用求件聘邀])")


def spoken_to(text: str, span: Span, metadata: Metadata) -> tuple[BodyKind, ...]:
    """The kind to which most demands of a normative part are made, hardly any to authorities; empty where none is."""
    if not is_normative(metadata.genre):
        return ()
    named: Counter[tuple[BodyKind, ...]] = Counter()
    for start, end in heads_in(text, span.start, span.end):
        if _DEMANDED.match(text, end) and (kinds := kinds_of(text[start:end])[0]):
            named[kinds] += 1
    if named.total() < _ENOUGH:
        return ()
    kinds, _ = named.most_common(1)[0]
    same = sum(count for other, count in named.items() if set(kinds) & set(other))
    authorities = sum(count for other, count in named.items() if AUTHORITIES & set(other))
    alone = len(kinds) == 1 and same >= _MOST * named.total() and authorities <= _HARDLY * named.total()
    return kinds if alone else ()
