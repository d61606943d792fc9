"""The vocabulary of predicates and cues, compiled once for the duty stages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from parsers.needles import opens
from policies.duties import Modality, Strength
from policies.vocabulary.tables import alternation, table

__all__ = ["Lexicon", "lexicon"]


class Lexicon:
    """Compiled word lists; each attribute is a pattern to ``match`` at an offset or to ``search`` a range."""

    def __init__(self) -> None:
        modality, predicates = table("modality"), table("predicates")
        self.modality_of: dict[str, Modality] = {}
        for name in ("must", "may", "encouraged", "must_not"):  # the last one wins where a word stands twice
            for word in modality[name]["words"]:
                self.modality_of[word] = Modality(name)
        for word in modality["must_not"]["words"]:
            if word.endswith("不"):  # 一律不 forbids, 一律不予 and 一律不低于 tell what is due
                self.modality_of.update(
                    dict.fromkeys([word + more for more in modality["must"]["refused"]], Modality.MUST)
                )
        self.modality_of.update(dict.fromkeys(modality["must"]["bound"], Modality.MUST))
        self.released = frozenset(modality["may"]["released"])
        self.modality_of.update(dict.fromkeys(self.released, Modality.MAY))
        self.alone = {word: Modality(name) for name in ("may", "must_not") for word in modality[name]["alone"]}
        self.unable = re.compile(alternation(modality["unable"]["words"]) + "(?!于)")
        self.thought = re.compile(alternation(modality["unable"]["found"]))
        self.later = frozenset(modality["later"]["words"])
        self.lone = re.compile(alternation(self.alone))
        self._kept = re.compile(rf"(?:暂)?不(?:{alternation(modality['must']['refused'])})$")
        self.cue = re.compile(alternation(self.modality_of))
        inside = [*_words_with_cues(modality["inside"]), *modality["may"]["not_cues"]]
        self.negated = re.compile(alternation(modality["inside"]["negated"]))
        self.cue_or_not = re.compile(alternation([*self.modality_of, *inside]))
        self.no_cue = re.compile(alternation(inside))
        self.cue_after_all = re.compile("|".join(f"{a}(?:{b})" for a, b in modality["inside"]["goes_on"].items()))
        self.chained = re.compile(f".*{alternation(modality['encouraged']['chained'])}")
        self.prevent = re.compile(alternation(modality["must"]["prevent"]))
        strict, softened = modality["strength"]["strict"], modality["strength"]["softened"]
        self._strict, self._softened = re.compile(alternation(strict)), re.compile(alternation(softened))
        self.any_strength = re.compile(alternation([*strict, *softened]))
        self.directive = re.compile(alternation(predicates["directive"]["words"]))
        # verbs of an act, two characters and more, that are no part of a noun (建设用地, 服务设施)
        verbs = (word for word in predicates["directive"]["words"] if len(word) > 1)
        nouns = alternation(predicates["nounlike"]["words"])
        self.act = re.compile(rf"(?!{nouns}){alternation(verbs)}")
        self.mistagged, self.mistagged_behind, self.mistagged_opens = _mistagged(predicates["mistagged"])
        self.adverb = re.compile(alternation(predicates["adverbs"]["words"]))
        self.neutral = re.compile(alternation(predicates["adverbs"]["neutral"]))
        self.purpose = re.compile("(?!使用|使命)" + alternation(predicates["purpose"]["trailing"]))
        self.purpose_anywhere = re.compile("(?!使用|使命)" + alternation(predicates["purpose"]["anywhere"]))
        self.opener = re.compile(alternation(predicates["openers"]["words"]))
        self.connective = re.compile(alternation(predicates["connectives"]["words"]))
        self.dropped = re.compile(alternation(predicates["connectives"]["dropped"]))
        self.finding = re.compile(alternation(predicates["finding"]["words"]))
        self.doer = re.compile(alternation(predicates["doers"]["words"]))
        self.stative = re.compile(alternation(predicates["stative"]["words"]))
        self.urge = re.compile(alternation(predicates["supervision"]["urge"]))
        # what the words begin with: looked at before a pattern is tried at a place
        self.adverb_opens = opens(predicates["adverbs"]["words"])
        self.connective_opens = opens(predicates["connectives"]["words"])
        self.cue_opens = opens(self.modality_of)
        self.directive_opens = opens(predicates["directive"]["words"])
        self.dropped_opens = opens(predicates["connectives"]["dropped"])
        self.opener_opens = opens(predicates["openers"]["words"])
        self.prevent_opens = opens(modality["must"]["prevent"])
        self.purpose_opens = opens(predicates["purpose"]["trailing"])
        self.stative_opens = opens(predicates["stative"]["words"])

    def modality(self, cue: str) -> Modality:
        """The modality that a *cue* found by ``cues.find_cue`` tells; 非…不可 is the one that is no fixed word."""
        return self.modality_of.get(cue) or self.alone.get(cue, Modality.MUST)

    def kept(self, cue: str) -> int:
        """How many of a *cue*'s last characters belong to the act: 无需|备案, 可以|不设置, 一律|不予许可."""
        modality = self.modality_of.get(cue)
        if cue in self.released or cue[0] in "只仅":  # 只可用于…: the bound is the act
            return len(cue)
        if modality is Modality.MAY and cue.endswith("不"):
            return 2 if cue.endswith("暂不") else 1
        found = self._kept.search(cue) if modality is Modality.MUST else None
        return len(found.group(0)) if found else 0

    def strength(self, words: str) -> Strength:
        """How strict the *words* of a statement are; a softening word prevails, since it opens a way out."""
        if not self.any_strength.search(words):
            return Strength.PLAIN  # most statements
        if self._softened.search(words):
            return Strength.SOFTENED
        return Strength.STRICT if self._strict.search(words) else Strength.PLAIN


def _mistagged(data: dict[str, list[str]]) -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """(verbs wherever a predicate may begin, those behind a bearer or an adverb, how both begin), with their object."""
    alone = f"(?!{alternation(data['compounds'])}|[的、，。；和及与或率性])(?=[\u4e00-\u9fff“《0-9])"
    words = [*data["verbs"], *data["nouns_too"]]
    verbs, behind = (re.compile(f"{alternation(row)}{alone}") for row in (data["verbs"], words))
    return verbs, behind, frozenset(word[0] for word in words)


def _words_with_cues(inside: Mapping[str, Any]) -> list[str]:
    every = [f"应{verb}{more}{verb}" for verb in inside["all_that_should"] for more in "尽未"]
    return [*inside["words"], *every, *inside["negated"]]


@cache
def lexicon() -> Lexicon:
    """The compiled vocabulary."""
    return Lexicon()
