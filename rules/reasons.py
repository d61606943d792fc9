"""Why an atom of a condition is there, where no words of the text say it.

Conditions are stored, so they hold these sentences in English; whoever shows one puts it through ``_()``.
"""

from __future__ import annotations

from typing import Final

from policies.duties import Basis
from policies.messages import N_

__all__ = ["BASIS", "Reason"]


class Reason:
    """Msgids of stated inferences; each has its translation in the catalogue."""

    REACH: Final = N_("the document binds within its issuer's place")
    COMPANY: Final = N_("a company's notice binds the company itself")
    DATED: Final = N_("a document binds from its date on")
    BODY: Final = N_("the text names no post inside the body")
    TRADE: Final = N_("the clause or its label names the trade")
    OWN_ORGAN: Final = N_("the issuer's own undertaking")
    OWN_LINE: Final = N_("short for the organ of the issuer's own line of work")
    COMPETENCE: Final = N_("the department that oversees the sector, by the table of competence")
    MATTER: Final = N_("the department that leads the matter of the document")
    HOUSED: Final = N_("the office is housed by the department with this function")
    LOCAL: Final = N_("local authorities are those below the issuer")
    WHICH: Final = N_("the text does not say which department is meant")
    CONCERNED: Final = N_("the text does not say who is concerned")
    ADDRESSEE: Final = N_("the document is addressed to them")
    TITLE_TRADE: Final = N_("the title of the document names these enterprises")
    SCOPE_TRADE: Final = N_("the clause on the scope of the document names these enterprises")
    IMPLIED_TRADE: Final = N_("the name of the post or place tells the trade")
    ISSUERS_WORK: Final = N_("the work itself is of the issuer's whole level, so it is the issuer's own")
    MOVED: Final = N_("the place belonged to another one before, when the document was issued")
    REPLY: Final = N_("a reply binds those to whom it is addressed")
    OWN_RULES: Final = N_("rules of procedure bind the issuer's own level")
    POST_LEVEL: Final = N_("the name of the post tells the level")
    DRAFT: Final = N_("a draft for comment binds nobody")
    UNDATED: Final = N_("the document bears no date, so it is not known when it came into force")
    PUBLISHED: Final = N_("taken to have been published on the day that the document bears")
    REVISED: Final = N_("in the words that the base holds: those of the last revision")
    WORDING: Final = N_("before its last revision the text may have read otherwise")
    YEARS: Final = N_("a plan is probably done with at the end of the years that its title speaks of")
    YEARS_OPEN: Final = N_("the title speaks of these years, which leaves open whether the document binds beyond them")
    OWN_DEADLINE: Final = N_("the duty itself is due later than the document lasts otherwise")
    TRIAL: Final = N_("on trial, without a stated term: it holds until its issuer ends it")
    REVIEWED: Final = N_("set by a reviewer")
    UNSTATED: Final = N_("the text names no bearer here, and what was inferred excludes nobody")
    NOWHERE: Final = N_("the document does not say for which place it was issued")


BASIS: Final[dict[Basis, str]] = {
    Basis.SUBJECT: N_("named in the text of the duty"),
    Basis.NOTE: N_("named in a note of responsibility"),
    Basis.TABLE: N_("named in the row of a table"),
    Basis.PREVIOUS: N_("carried on from an earlier clause"),
    Basis.LABEL: N_("inferred from the label above"),
    Basis.HEADING: N_("inferred from the heading above"),
    Basis.ACT: N_("inferred from the nature of the act"),
    Basis.ADDRESSEE: N_("inferred from the addressees"),
    Basis.ISSUER: N_("inferred from the issuer"),
    Basis.RULES: N_("inferred from the other demands of the same rules"),
    Basis.REVIEWER: Reason.REVIEWED,
}
"""How the kind of an implied bearer was found; shown beside the words it was found by."""
