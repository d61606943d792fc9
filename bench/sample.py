"""A hundred sentences without duty, drawn at random and read by a person: what the draw was and what came of it.

``python -m bench draw SEED`` prints a draw over the corpus with its text, to be read. What the reader decided is kept
in ``bench/verdicts.toml``: of each sentence the document, a digest, the role, its first words and the verdict, not its
text. The page of quality is made from that file; sentences that are no longer without duty are told as stale.
"""

from __future__ import annotations

import hashlib
import random
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.material import circulars
from parsers import parse_file
from policies.documents import Document, SentenceRole

__all__ = ["Drawn", "draw", "main", "population", "report", "row"]

VERDICTS = Path(__file__).with_name("verdicts.toml")
RUNNING, OTHERS = 75, 25  # sentences of either stratum
_OTHER_ROLES = (SentenceRole.HEADING, SentenceRole.FORM)
_WITH_DUTY = (SentenceRole.DUTY, SentenceRole.LIST_ITEM, SentenceRole.UNDECIDED)
_FIRST = 12  # characters that are kept of a sentence


@dataclass(frozen=True)
class Drawn:
    """A sentence with a role of no duty. ``document`` is the name of its file without suffix."""

    document: str
    start: int
    role: str
    reason: str
    text: str

    @property
    def digest(self) -> str:
        """16 hexadecimal digits of its words without white space."""
        return hashlib.sha256("".join(self.text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def running(self) -> bool:
        """Whether it is a sentence of the running text: no heading, and no row, name, note or figure."""
        return self.role not in _OTHER_ROLES


def population(documents: dict[str, Document]) -> list[Drawn]:
    """All sentences that are said to hold no duty, by document and place."""
    return [
        Drawn(name, sentence.span.start, sentence.role.value, sentence.reason, document.quote(sentence.span).strip())
        for name, document in sorted(documents.items())
        for sentence in document.sentences
        if sentence.role not in _WITH_DUTY
    ]


def draw(sentences: Sequence[Drawn], seed: int) -> list[Drawn]:
    """75 sentences of the running text and 25 of the rest, each equally likely within its stratum."""
    chance = random.Random(seed)
    running = [one for one in sentences if one.running]
    others = [one for one in sentences if not one.running]
    chosen = chance.sample(running, min(RUNNING, len(running))) + chance.sample(others, min(OTHERS, len(others)))
    return sorted(chosen, key=lambda one: (one.document, one.start))


def main(seed: str) -> int:
    """Print a draw with its text, one sentence a line."""
    documents = {path.stem: parse_file(path) for path in circulars()}
    for number, one in enumerate(draw(population(documents), int(seed)), 1):
        words = " ".join(one.text.split())
        print(f"{number}\t{one.document}\t{one.start}\t{one.digest}\t{one.role}\t{one.reason[:20]}\t{words}")
    return 0


def row(one: Drawn, verdict: str, note: str = "") -> list[str]:
    """What ``verdicts.toml`` holds of a sentence: never more than its first words."""
    return [one.document, one.digest, one.role, "".join(one.text.split())[:_FIRST], verdict, note]


def report(documents: dict[str, Document], verdicts_file: Path = VERDICTS) -> str:
    """The section of the page: how was drawn, what the reader decided, and what has changed since."""
    told = tomllib.loads(verdicts_file.read_text("utf-8"))
    now = population(documents)
    standing = {(one.document, one.digest) for one in now}
    rows = told["sentences"]
    stale = [each for each in rows if (each[0], each[1]) not in standing]
    verdicts = Counter(each[4] for each in rows)
    strata = Counter(one.running for one in now)
    found = [
        f"- {name}: “{first}…” ({role}): {note}" for name, _d, role, first, verdict, note in rows if verdict == "duty"
    ]
    doubts = [
        f"- {name}: “{first}…” ({role}): {note}"
        for name, _d, role, first, verdict, note in rows
        if verdict not in ("duty", "no duty")
    ]
    roles = Counter(each[2] for each in rows)
    parts = [
        "## Sample of what is said to be no duty\n",
        f"{len(rows)} sentences with a role of no duty, drawn with seed {told['seed']} and read one by one against the "
        f"guidelines: {RUNNING} of the running text (roles other than heading and form; {strata[True]} in the corpus "
        f"now) and {OTHERS} of headings and forms ({strata[False]} now), each equally likely within its stratum. "
        "`bench/verdicts.toml` holds document, digest, first words and verdict; `python -m bench draw SEED` draws "
        "anew.\n",
        f"Verdicts: {verdicts['duty']} duties, {verdicts['no duty']} no duty, "
        f"{len(rows) - verdicts['duty'] - verdicts['no duty']} doubtful. Aim: at most 2 duties of a hundred.\n",
        "By role: " + ", ".join(f"{role} {number}" for role, number in sorted(roles.items())) + ".\n",
    ]
    if found:
        parts.append("Duties among them:\n\n" + "\n".join(found) + "\n")
    if doubts:
        parts.append("Doubtful:\n\n" + "\n".join(doubts) + "\n")
    if stale:
        names = "\n".join(f"- {each[0]}: “{each[3]}…” was {each[2]}" for each in stale)
        parts.append(f"Stale, since they are no longer said to be no duty: {len(stale)}\n\n{names}\n")
    else:
        parts.append("Stale: none; all of them are still said to be no duty.\n")
    return "\n".join(parts) + "\n"
