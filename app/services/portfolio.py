"""Adding many clients at once: a list of identifiers, and what became of each line."""

import re
from dataclasses import dataclass
from enum import StrEnum

from app.mail import letters
from app.models import MembershipStatus, User
from app.services import attachments, enrolment
from app.services.enrolment import CompanyLeft, WrongPair
from app.services.search import fold
from app.services.throttle import TooManyAttempts

MAX_LINES = 300
_SEPARATORS = re.compile(r"[;,\t]")


class Outcome(StrEnum):
    ADDED = "Ajoutée"
    WAITING = "En attente d’accord"
    ALREADY = "Déjà gérée"
    WRONG = "Code adhérent ou n° télédéclarant incorrect"
    LEFT = "N’est plus adhérente"
    UNREADABLE = "Ligne incomplète : il faut un code adhérent et un n° télédéclarant"
    LIMITED = "Non traitée : trop d’identifiants incorrects aujourd’hui"


REFUSED = frozenset({Outcome.WRONG, Outcome.LEFT, Outcome.UNREADABLE, Outcome.LIMITED})


@dataclass(frozen=True)
class Line:
    """A line as it was given, and as it was understood."""

    given: str
    member_code: str
    declarant_number: str
    reference: str | None


@dataclass(frozen=True)
class Result:
    line: Line
    outcome: Outcome
    company: str = ""

    @property
    def is_refused(self) -> bool:
        return self.outcome in REFUSED


def read(text: str) -> list[Line]:
    """The lines of a list code;number;reference, its header and empty lines left out."""
    lines = [_line(given.strip()) for given in text.splitlines() if given.strip(" \t;,")]
    return [line for line in lines if not fold(line.member_code).startswith("code")]


def add_all(user: User, lines: list[Line], *, third_party: bool, address: str | None) -> list[Result]:
    """Attach a person to every company whose identifiers are right; one letter tells them of all."""
    results = [_add(user, line, third_party=third_party, address=address) for line in lines]
    added = [result.company for result in results if result.outcome in (Outcome.ADDED, Outcome.WAITING)]
    if added:
        letters.companies_added(user, added)
    return results


def _line(given: str) -> Line:
    code, number, reference, *_ = [*(cell.strip().strip('"') for cell in _SEPARATORS.split(given)), "", "", ""]
    return Line(given, code, number, reference[:40] or None)


def _add(user: User, line: Line, *, third_party: bool, address: str | None) -> Result:
    if not line.member_code or not line.declarant_number:
        return Result(line, Outcome.UNREADABLE)
    try:
        proof = enrolment.prove(line.member_code, line.declarant_number, address=address, user=user)
    except WrongPair:
        return Result(line, Outcome.WRONG)
    except CompanyLeft:
        return Result(line, Outcome.LEFT)
    except TooManyAttempts:
        return Result(line, Outcome.LIMITED)
    if attachments.active_access(user, proof.company):
        return Result(line, Outcome.ALREADY, proof.company.name)
    membership = attachments.attach(
        user, proof.company, third_party=third_party, guarded=proof.guarded, reference=line.reference, tell_user=False
    )
    waits = membership.status is MembershipStatus.PENDING
    return Result(line, Outcome.WAITING if waits else Outcome.ADDED, proof.company.name)
