"""A negation inserted or deleted turns the modality, in every duty that has a cue with a counterpart.

The duties are those of the gold files (their own acts and modalities), of the circulars that ship, and of sentences
drawn from the laws. Where the shared material is absent its tests are skipped; the shipped circulars are always there.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from parsers import parse_file, parse_text
from policies.circulars import shipped
from policies.documents import Document
from policies.duties import Modality
from tests.polarity_mutations import PAIRS, cued_sentences, modality_at, mutations, own_negations, sentence_around

SHARED = Path(__file__).parents[2] / "shared"
GOLD = SHARED / "eval" / "gold"
LAWS = SHARED / "corpus" / "laws"
SEED = 20120614
MINIMUM_OF_LAWS = 200  # sentences of the laws that are turned at least


class Found(NamedTuple):
    """A duty's sentence, where its first act stands in it, and the duty's modality."""

    source: str
    sentence: str
    acts: tuple[tuple[int, int], ...]
    modality: Modality


def spans(document: Document) -> list[tuple[int, int]]:
    return [(one.span.start, one.span.end) for one in document.sentences]


def of_gold(path: Path) -> Iterator[Found]:
    gold = json.loads(path.read_text("utf-8"))
    document = parse_file(path.parent / gold["source"])
    text, at = document.text, 0
    for duty in gold["duties"]:
        begin = text.find(duty["quote"], at)
        act = text.find(duty["actions"][0], begin) if begin >= 0 else -1
        around = sentence_around(text, spans(document), begin, act + 1) if act >= 0 else None
        if around:
            at = begin
            first = act - around[1]
            acts = ((first, first + len(duty["actions"][0])),)
            yield Found(gold["id"], around[0], acts, Modality(duty["modality"]))


def of_document(name: str, document: Document) -> Iterator[Found]:
    sentences = spans(document)
    for duty in document.duties:
        around = sentence_around(document.text, sentences, duty.quote.start, duty.quote.end) if duty.actions else None
        if around and "\n" not in around[0] and not around[0].rstrip().endswith("："):
            acts = tuple((a.quote.start - around[1], a.quote.end - around[1]) for a in duty.actions)
            yield Found(name, around[0], acts, duty.modality)


@cache
def gold() -> tuple[Found, ...]:
    return tuple(found for path in sorted(GOLD.glob("*.json")) for found in of_gold(path))


@cache
def circulars() -> tuple[Found, ...]:
    return tuple(found for one in shipped() for found in of_document(one.title, parse_file(one.path)))


@cache
def laws(files: int) -> tuple[Found, ...]:
    """Duties of that many laws, drawn and shuffled with a fixed seed."""
    draw = random.Random(SEED)
    paths = sorted(LAWS.glob("*.md"))
    found: list[Found] = []
    for path in draw.sample(paths, min(files, len(paths))):
        text = re.sub(r"<!--.*?-->|^#+[ \t]*", "", path.read_text("utf-8"), flags=re.S | re.M)
        found.extend(of_document(path.stem[:16], parse_text(text)))
    draw.shuffle(found)
    return tuple(found)


def turn(duties: tuple[Found, ...], most: int) -> tuple[int, Counter[str], list[str]]:
    """(sentences turned, mutations by cue, what was read otherwise than it should) of up to *most* duties."""
    turned, made, wrong = 0, Counter[str](), []
    for found in duties:
        act = found.acts[0][0]
        row = list(mutations(found.sentence, act, found.modality))
        if not row:
            continue
        turned += 1
        read, _ = modality_at(found.sentence, act)
        if read is not found.modality:
            wrong.append(f"{found.source}: {found.modality} read {read} before anything was changed: {found.sentence}")
            continue
        for one in row:
            made[f"{one.cue} → {one.made}"] += 1
            read, _ = modality_at(one.sentence, one.act)
            if read is not one.wanted:
                wrong.append(f"{found.source}: {one.cue} → {one.made}: {one.wanted} read {read}: {one.sentence}")
        if turned == most:
            break
    return turned, made, wrong


def report(wrong: list[str]) -> str:
    return f"{len(wrong)} read otherwise\n" + "\n".join(wrong)


@pytest.mark.skipif(not GOLD.exists(), reason="needs the gold files")
def test_every_gold_duty_with_such_a_cue_turns() -> None:
    turned, made, wrong = turn(gold(), most=100_000)
    assert turned >= 100
    assert {"应当 → 不应当", "要 → 不要", "不得 → 得", "可 → 不可"} <= set(made)
    assert not wrong, report(wrong)


def test_every_duty_of_the_shipped_circulars_turns() -> None:
    turned, _, wrong = turn(circulars(), most=100_000)
    assert turned >= 50
    assert not wrong, report(wrong)


# What is known to be read otherwise, of thousands of mutations: a share, so that a new fault shows. Where 不 is taken
# from 不得 the segmenter often joins 得 with its neighbour (得上, 得中, 高得), and what is left can be read either way.
TOLERATED, JOINED = 0.003, 0.08


def tolerable(made: Counter[str], wrong: list[str]) -> bool:
    joined = sum("不得 → 得:" in one for one in wrong)
    return joined <= JOINED * made["不得 → 得"] and len(wrong) - joined <= TOLERATED * made.total()


@pytest.mark.skipif(not LAWS.exists(), reason="needs the laws")
def test_sentences_of_the_laws_turn() -> None:
    turned, made, wrong = turn(laws(12), most=250)
    assert turned >= MINIMUM_OF_LAWS
    assert tolerable(made, wrong), report(wrong)


@pytest.mark.slow
@pytest.mark.skipif(not LAWS.exists(), reason="needs the laws")
def test_thousands_of_sentences_of_the_laws_turn() -> None:
    turned, made, wrong = turn(laws(1000), most=4000)
    assert turned >= 3000
    assert len(made) >= 15
    assert tolerable(made, wrong), report(wrong)


# --- sentences that their words alone tell -------------------------------------------------------------------------
# The duties above are those that the parser finds, with the acts that it gives them: what it misreads is missing.
# These are drawn from the laws by a pattern. The pattern takes relative clauses as well (依法应当承担的责任), whose
# negation changes no duty: a share of the mutations cannot turn.

UNREAD, UNTURNED = 0.01, 0.012


@cache
def told_by_pattern(files: int) -> tuple[Found, ...]:
    """Sentences of that many laws with one cue and no other, drawn and shuffled with a fixed seed."""
    draw = random.Random(SEED)
    paths = sorted(LAWS.glob("*.md"))
    found: list[Found] = []
    for path in draw.sample(paths, min(files, len(paths))):
        text = re.sub(r"<!--.*?-->|^#+[ \t]*|\*\*", "", path.read_text("utf-8"), flags=re.S | re.M)
        found.extend(
            Found(path.stem[:16], sentence, ((act, len(sentence)),), modality)
            for sentence, act, modality in cued_sentences(text)
        )
    draw.shuffle(found)
    return tuple(found)


def weigh(sentences: tuple[Found, ...]) -> tuple[list[str], list[str], int, list[str]]:
    """(sentences read as their contrary, those read otherwise at all, mutations, those that did not turn)."""
    contrary, otherwise, made, unturned = [], [], 0, []
    for found in sentences:
        act = found.acts[0][0]
        read, _ = modality_at(found.sentence, act)
        if read is not found.modality:
            otherwise.append(f"{found.source}: {found.modality} read {read}: {found.sentence}")
            contrary += otherwise[-1:] if read is not None and Modality.MUST_NOT in (read, found.modality) else []
            continue
        for one in mutations(found.sentence, act, found.modality):
            made += 1
            read, _ = modality_at(one.sentence, one.act)
            if read is not one.wanted:
                unturned.append(f"{found.source}: {one.cue} → {one.made}: {one.wanted} read {read}: {one.sentence}")
    return contrary, otherwise, made, unturned


def hold(sentences: tuple[Found, ...]) -> None:
    contrary, otherwise, made, unturned = weigh(sentences)
    assert not contrary, report(contrary)
    assert len(otherwise) <= UNREAD * len(sentences), report(otherwise)
    assert made >= len(sentences)
    assert len(unturned) <= UNTURNED * made, report(unturned)


@pytest.mark.skipif(not LAWS.exists(), reason="needs the laws")
def test_sentences_that_a_pattern_tells_are_read_and_turn() -> None:
    sentences = told_by_pattern(60)[:300]
    assert len(sentences) == 300
    hold(sentences)


@pytest.mark.slow
@pytest.mark.skipif(not LAWS.exists(), reason="needs the laws")
def test_thousands_of_sentences_that_a_pattern_tells_are_read_and_turn() -> None:
    sentences = told_by_pattern(1000)[:5000]
    assert len(sentences) >= 4000
    hold(sentences)


# --- the negation of the act itself --------------------------------------------------------------------------------


def keep(duties: tuple[Found, ...]) -> tuple[int, list[str]]:
    """(acts whose own negation was changed, what was read otherwise than before)."""
    changed, wrong = 0, []
    for found in duties:
        row = list(own_negations(found.sentence, found.acts))
        if not row or modality_at(found.sentence, found.acts[0][0])[0] is not found.modality:
            continue
        for sentence, act, words in row:
            changed += 1
            read, duty = modality_at(sentence, act)
            actions = " / ".join(a.quote.text for a in duty.actions) if duty else ""
            if read is not found.modality or words not in actions:
                wrong.append(f"{found.source}: {found.modality} read {read}, {words} in {actions!r}: {sentence}")
    return changed, wrong


@pytest.mark.skipif(not LAWS.exists(), reason="needs the laws")
def test_the_negation_of_an_act_stays_in_its_words() -> None:
    changed, wrong = keep((*gold(), *laws(12)))
    assert changed >= 30
    assert not wrong, report(wrong)


@pytest.mark.slow
@pytest.mark.skipif(not LAWS.exists(), reason="needs the laws")
def test_the_negation_of_an_act_stays_in_its_words_in_all_laws() -> None:
    changed, wrong = keep(laws(1000))
    assert changed >= 400
    assert len(wrong) <= 2 * TOLERATED * changed, report(wrong)


# --- the mutator itself --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "act", "modality", "made"),
    [
        ("企业应当公开名单。", "公开", Modality.MUST, ["企业不应当公开名单。"]),
        ("企业不得公开名单。", "公开", Modality.MUST_NOT, ["企业得公开名单。", "企业可以公开名单。"]),
        (
            "企业必须公开名单。",
            "公开",
            Modality.MUST,
            ["企业不必公开名单。", "企业无须公开名单。", "企业不得公开名单。"],
        ),
        ("企业无需公开名单。", "无需", Modality.MAY, ["企业应当公开名单。"]),
        ("企业公开名单。", "公开", Modality.MUST, []),
        ("合格后方可公开名单。", "公开", Modality.MAY, []),
        ("企业应当不予公开。", "不予", Modality.MUST, []),
    ],
)
def test_the_mutator(sentence: str, act: str, modality: Modality, made: list[str]) -> None:
    assert [one.sentence for one in mutations(sentence, sentence.index(act), modality)] == made


def test_the_pattern_takes_sentences_with_one_cue() -> None:
    text = (
        "第一条　企业应当公开检测的结果和名单。受托机构不得收费；申请人可以委托他人提出申请。"
        "企业应当或者可以公开检测结果。"
    )
    assert [(sentence[act : act + 2], modality) for sentence, act, modality in cued_sentences(text)] == [
        ("公开", Modality.MUST), ("委托", Modality.MAY),
    ]  # fmt: skip


def test_the_pairs_say_what_they_change() -> None:
    assert len({(cue, made) for cue, _, made, _ in PAIRS}) == len(PAIRS)
    assert all(was is not wanted for _, was, _, wanted in PAIRS)
