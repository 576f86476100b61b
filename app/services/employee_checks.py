"""What is wrong, and what is only surprising, in what a person says of an employee. Messages are in French."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from app.clock import today
from app.formatting import short_date
from app.law import follow_up as law
from app.law.follow_up import months_after
from app.models import Employee, FollowUp
from app.services import employees, risks
from app.services.follow_up import Answers

YOUNGEST = 14
SURPRISING_AGE = 70
MONTHS_AHEAD = 6

Problem = tuple[str, str]
"""A field, and what is wrong with it."""


@dataclass(frozen=True)
class Details:
    """What a person says of an employee; names are those of the columns."""

    birth_name: str
    usual_name: str | None
    first_name: str
    sex: str | None
    born_on: date | None
    entered_on: date | None
    job: str | None
    pcs: str | None
    contract: str | None
    contract_ends_on: date | None
    has_other_employer: bool | None
    email: str | None
    mobile: str | None
    answers: Answers


def problems(details: Details, employee: Employee | None = None, before: Answers | None = None) -> Iterator[Problem]:
    """What forbids to keep this, of somebody new, or of an employee already known with the answers of `before`."""
    yield from _dates(details)
    yield from _contract(details)
    if employee and employee.left_on and details.entered_on and details.entered_on > employee.left_on:
        yield "entered_on", f"La date d’entrée ne peut pas suivre la date de départ ({short_date(employee.left_on)})"
    yield from _follow_up(details, employee, before)


def surprises(details: Details) -> list[str]:
    """What may be right, and deserves a second look before it is kept."""
    found, entered = [], details.entered_on or today()
    if details.born_on:
        age = law.age(details.born_on, max(entered, today()))
        if age > SURPRISING_AGE:
            found.append(f"Cette personne a {age} ans\u00a0: vérifiez sa date de naissance.")
        if law.is_minor(details.born_on, max(entered, today())) and "nuit" in details.answers.codes:
            found.append(
                "Le travail de nuit est interdit avant 18 ans, sauf dérogation (art. L. 3163-2 du Code du travail)."
            )
    return found


def described(employee: Employee, answers: Answers) -> Details:
    """What is known of an employee, in the same words."""
    return Details(
        birth_name=employee.birth_name,
        usual_name=employee.usual_name,
        first_name=employee.first_name,
        sex=employee.sex,
        born_on=employee.born_on,
        entered_on=employee.entered_on,
        job=employee.job,
        pcs=employee.pcs,
        contract=employee.contract,
        contract_ends_on=employee.contract_ends_on,
        has_other_employer=employee.has_other_employer,
        email=employee.email,
        mobile=employee.mobile,
        answers=answers,
    )


def identified(details: Details, employee: Employee) -> Details:
    """The details with the identity that is known: after a first visit, only the association corrects it."""
    known = replace(details, birth_name=employee.birth_name, first_name=employee.first_name)
    return replace(known, born_on=employee.born_on) if employee.born_on else known


def _dates(details: Details) -> Iterator[Problem]:
    born, entered, now = details.born_on, details.entered_on, today()
    if born and born > now:
        yield "born_on", "La date de naissance ne peut pas être à venir"
    elif born and entered and law.age(born, entered) < YOUNGEST:
        yield "entered_on", f"La date d’entrée précède les {YOUNGEST} ans du salarié, né le {short_date(born)}"
    latest = months_after(now, MONTHS_AHEAD)
    if entered and entered > latest:
        yield "entered_on", f"Une entrée se déclare au plus six mois à l’avance, jusqu’au {short_date(latest)}"


def _contract(details: Details) -> Iterator[Problem]:
    ends, entered = details.contract_ends_on, details.entered_on
    if details.contract in employees.FIXED_TERM and ends is None:
        yield "contract_ends_on", "Saisissez la date de fin du contrat, même prévisionnelle"
    elif details.contract == "CDI" and ends:
        yield "contract_ends_on", "Un CDI n’a pas de date de fin\u00a0: effacez-la ou changez le type de contrat"
    elif ends and entered and ends < entered:
        yield "contract_ends_on", f"La fin du contrat ne peut pas précéder la date d’entrée ({short_date(entered)})"


def _follow_up(details: Details, employee: Employee | None, before: Answers | None) -> Iterator[Problem]:
    answers, is_sir = details.answers, employee is not None and employee.follow_up is FollowUp.SIR
    text = risks.write(answers.exposures, answers.others, employee.risks if employee else None)
    if len(text) > risks.LONGEST:
        yield "others", f"Raccourcissez\u00a0: les situations tiennent en {risks.LONGEST} caractères au maximum"
    for told in risks.personal(answers.others)[:1]:
        yield (
            "others",
            f"Effacez «\u00a0{told}\u00a0»\u00a0: la situation personnelle d’un salarié ne se précise pas ici",
        )
    if answers.nothing and (answers.codes or answers.personal):
        yield "nothing", "Vous avez coché une situation et «\u00a0Aucune de ces situations\u00a0»\u00a0: choisissez"
    elif not answers.are_given and (before is None or before.are_given or is_sir):
        what = "au moins un risque pour un suivi renforcé" if is_sir else "ce qui concerne ce poste"
        yield "nothing", f"Cochez {what}, ou «\u00a0Aucune de ces situations\u00a0»"
    born, entered = details.born_on, details.entered_on or today()
    if "travaux-reglementes" in answers.codes and born and not law.is_minor(born, max(entered, today())):
        yield "aptitude", "Les travaux réglementés ne concernent que les moins de 18 ans\u00a0: décochez-les"
