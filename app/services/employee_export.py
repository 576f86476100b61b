"""The list of employees as a file for spreadsheets."""

from collections.abc import Iterator
from datetime import date
from itertools import chain

from app.formatting import short_date
from app.services import audit, employee_list, spreadsheets
from app.services.employee_list import Filters, Listed
from app.tenancy import CompanyAccess

_HEADER = (
    "Nom de naissance", "Nom d’usage", "Prénom", "Date de naissance", "Poste", "Code PCS-ESE", "Contrat",
    "Fin de contrat", "Entrée", "Départ", "Suivi", "Risques", "Dernière visite", "Prochaine visite",
    "Visite à prévoir avant le",
)  # fmt: skip


def csv(access: CompanyAccess, filters: Filters) -> Iterator[str]:
    """The text of the file, piece by piece; 1,500 employees weigh no more in memory than 500."""
    rows = (_row(one) for one in employee_list.everyone(access, filters))
    return spreadsheets.lines(chain([_HEADER], rows))


def note(access: CompanyAccess) -> None:
    """Write in the journal that the list was taken away."""
    audit.record("employees.exported", actor=access.user, company=access.company)


def _row(one: Listed) -> tuple[str, ...]:
    return (
        one.birth_name,
        one.usual_name or "",
        one.first_name,
        _day(one.born_on),
        one.job or "",
        one.pcs or "",
        one.contract or "",
        _day(one.contract_ends_on),
        _day(one.entered_on),
        _day(one.left_on),
        one.follow_up.value if one.follow_up else "",
        one.risks or "",
        _day(one.last_visit_on),
        _day(one.next_visit_on),
        _day(one.due_on),
    )


def _day(day: date | None) -> str:
    return short_date(day, "")
