"""Which follow-up a situation calls for, which articles say so, and until when the first visit may wait."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from app.law.exposures import BY_CODE, CHANGES, EXPOSURES, Rule
from app.models import FollowUp

ADULT = 18
# How contracts of apprenticeship are called, on the portal and in files: « Apprentissage », « Contrat d’apprenti ».
APPRENTICE = "apprenti"
_STRENGTH = {FollowUp.SI: 0, FollowUp.SIA: 1, FollowUp.SIR: 2}


@dataclass(frozen=True)
class Situation:
    """What decides of a follow-up: codes of exposures, the day of birth, whether the employee told of a situation."""

    exposures: Set[str]
    born_on: date | None = None
    is_personal: bool = False


@dataclass(frozen=True)
class Reason:
    """Why a follow-up, or an attestation, is called for; `article` is of the Code du travail."""

    label: str
    article: str
    follow_up: FollowUp | None
    before: str = ""
    is_personal: bool = False


@dataclass(frozen=True)
class Decision:
    """The follow-up, what justifies it, and the licences that ask for a medical attestation."""

    follow_up: FollowUp
    reasons: tuple[Reason, ...]
    attestations: tuple[Reason, ...] = ()

    @property
    def before(self) -> Reason | None:
        """Why the first visit comes before the assignment, if it does."""
        return next((reason for reason in self.reasons if reason.before), None)


@dataclass(frozen=True)
class FirstVisit:
    """The latest day of the first visit, and the article that sets it."""

    latest_on: date
    article: str
    before_assignment: bool = False
    months: int = 0


def decide(situation: Situation, on: date) -> Decision:
    """What the law of that day makes of a situation (art. R. 4624-10, R. 4624-17 to R. 4624-23)."""
    found = _reasons(situation, on)
    strongest = max((reason.follow_up for reason in found if reason.follow_up), key=_STRENGTH.__getitem__, default=None)
    return Decision(
        follow_up=strongest or FollowUp.SI,
        reasons=tuple(reason for reason in found if reason.follow_up and reason.follow_up is strongest),
        attestations=tuple(reason for reason in found if reason.follow_up is None),
    )


def first_visit(
    decision: Decision, starts_on: date, contract: str | None, follow_up: FollowUp | None = None
) -> FirstVisit:
    """Until when the first visit may wait, for somebody who takes up a post on that day.

    `follow_up` is the category that is known: a reinforced one counts even when nobody told the risk behind it.
    """
    if follow_up is FollowUp.SIR:
        return FirstVisit(starts_on, "R. 4624-24", before_assignment=True)
    if reason := decision.before:
        return FirstVisit(starts_on, reason.before, before_assignment=True)
    if APPRENTICE in (contract or "").lower():
        return FirstVisit(months_after(starts_on, 2), "R. 6222-40-1", months=2)
    return FirstVisit(months_after(starts_on, 3), "R. 4624-10", months=3)


def is_minor(born_on: date | None, on: date) -> bool:
    """Whether somebody is under 18 on that day; unknown births are adult ones."""
    return born_on is not None and age(born_on, on) < ADULT


def age(born_on: date, on: date) -> int:
    """In whole years; negative before the birth."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError(day)


def changed_since(exposures: Set[str], confirmed_on: date | None, on: date) -> str | None:
    """What changed in the law, for these exposures, since the follow-up was last answered for."""
    for changed_on, sentence, concerned in CHANGES:
        if exposures & set(concerned) and changed_on <= on and (confirmed_on is None or confirmed_on < changed_on):
            return sentence
    return None


def was_exposed(follow_up: FollowUp | None, exposures: Set[str]) -> bool:
    """Whether leaving calls for a post-exposure visit: followed under SIR, or exposed to what calls for it
    now or called for it once (art. L. 4624-2-1 and R. 4624-28-1)."""
    rules: list[Rule] = [rule for code in exposures if code in BY_CODE for rule in BY_CODE[code].rules]
    return follow_up is FollowUp.SIR or any(rule.follow_up is FollowUp.SIR for rule in rules)


def _reasons(situation: Situation, on: date) -> list[Reason]:
    found = []
    for exposure in EXPOSURES:
        rule = exposure.rule(on) if exposure.code in situation.exposures else None
        if rule is not None:
            found.append(Reason(rule.question or exposure.label, rule.article, rule.follow_up, rule.before))
    if is_minor(situation.born_on, on):
        found.append(Reason("moins de 18 ans", "R. 4624-18", FollowUp.SIA, before="R. 4624-18"))
    if situation.is_personal:
        label = "situation dont le salarié vous a fait part"
        found.append(Reason(label, "R. 4624-17, R. 4624-19 et R. 4624-20", FollowUp.SIA, is_personal=True))
    return found
