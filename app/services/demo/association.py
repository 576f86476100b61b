"""Writing the exchange files of the fictional association. The same seed writes the same bytes."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from app.clock import today
from app.services.demo import identifiers, printing
from app.services.demo.paperwork import DECLARATIONS, DOCUMENTS, Customer, Headcounts, Office
from app.services.demo.people import LAST_NAMES, somebody
from app.services.demo.places import EXTRAS, STREETS, TOWNS
from app.services.demo.planning import COLUMNS as VISITS
from app.services.demo.planning import Person, Planning
from app.services.demo.staffing import Employer, employees
from app.services.demo.trades import BAKERY, FACTORY, TRADES, Trade

OF_THE_ACCOUNTANT = 128
WITHOUT_ACCOUNT = 17
WITH_OLD_NUMBER = 2
OTHERS = 5
BAKERY_CODE = identifiers.member_code(0)
_FACTORY_AT, _FACTORY_HEADCOUNT, _BAKERY_HEADCOUNT = 5, 240, 6

Line = Sequence[str]


@dataclass(frozen=True)
class Account:
    """A line of comptes.csv."""

    email: str
    last_name: str
    first_name: str
    job_title: str
    mobile: str
    profile: str

    def line(self) -> Line:
        return (self.email, self.last_name, self.first_name, self.job_title, self.mobile, self.profile)


ACCOUNTANT = Account(
    "jeanne.david@cabinet-exemple.example.org", "DAVID", "Jeanne", "Comptable", "06 39 98 01 28", "cabinet"
)
EMPLOYER = Account(
    "yann.legall@boulangerie-legall.example.org", "LE GALL", "Yann", "Gérant", "06 39 98 04 17", "adherent"
)
AGENT = Account("agent@aist22.example.org", "GUIVARC’H", "Claire", "Agente de l’association", "06 39 98 00 22", "agent")
COLLEAGUE = Account(
    "marc.roussel@cabinet-exemple.example.org", "ROUSSEL", "Marc", "Comptable", "06 39 98 01 29", "cabinet"
)
ACCOUNTS = (ACCOUNTANT, EMPLOYER, AGENT)


@dataclass(frozen=True)
class Member(Employer):
    """A company of the association, before its lines are written."""

    index: int
    town: str
    postcode: str
    number: str


def generate(
    folder: Path,
    companies: int = 150,
    seed: int = 22,
    employees_in_all: int | None = None,
    *,
    on: date | None = None,
    printed: int = 0,
    visits_each: int | None = None,
) -> None:
    """Write the seven files of the exchange; `folder` is made if needed.

    At least 40 companies. Visits and papers are those of the day `on`, today if not given. The documents of the first
    `printed` companies have their PDF files. To measure large associations, `employees_in_all` spreads so many
    employees evenly, and everybody has `visits_each` visits.
    """
    if companies < 40:
        raise ValueError("the demo association needs at least 40 companies")
    rng, on = Random(seed), on or today()
    members = list(_members(rng, companies, employees_in_all))
    managers = _managers(rng, members)
    folder.mkdir(parents=True, exist_ok=True)
    establishments = [_company(rng, member) for member in members]
    _write(folder / "adherents.csv", _COMPANY, establishments)
    _write(folder / "comptes.csv", _ACCOUNT, (who.line() for who in (ACCOUNTANT, AGENT, COLLEAGUE, *managers.values())))
    _write(folder / "rattachements.csv", _MEMBERSHIP, _memberships(members, managers))
    headcounts = Headcounts()
    _write_people(folder, employees(rng, members), Planning(seed, on, visits_each), headcounts)
    _write_papers(folder, establishments, Office(seed, on, headcounts), printed)


def _write_people(folder: Path, lines: Iterable[Line], planning: Planning, headcounts: Headcounts) -> None:
    """salaries.csv and visites.csv, side by side: neither ever stands whole in memory."""
    at_the_bakery: list[Person] = []
    with _table(folder / "salaries.csv", _EMPLOYEE) as people, _table(folder / "visites.csv", VISITS) as visits:
        for line in lines:
            people.writerow(line)
            code, reference, entered_on, left_on, follow_up = line[0], line[1], line[10], line[11], line[12]
            headcounts.add(code, follow_up, entered_on, left_on)
            person = Person(code, reference, follow_up, entered_on, bool(left_on))
            if code == BAKERY_CODE:
                at_the_bakery.append(person)
            else:
                visits.writerows(planning.of(person))
        visits.writerows(planning.of_the_tour(at_the_bakery))


def _write_papers(folder: Path, establishments: Sequence[Line], office: Office, printed: int) -> None:
    codes = [line[0] for line in establishments]
    _write(folder / "declarations.csv", DECLARATIONS, (line for code in codes for line in office.declarations(code)))
    customers = (
        Customer(code, name, (address, f"{postcode} {town}"))
        for code, name, _, _, address, _, postcode, town, *_ in establishments
    )
    to_print = []
    with _table(folder / "documents.csv", DOCUMENTS) as documents:
        for index, customer in enumerate(customers):
            for paper in office.papers(customer):
                documents.writerow(paper.line(is_printed=index < printed))
                if index < printed:
                    to_print.append((paper.file, paper.template, paper.facts()))
    printing.write(folder, to_print)


_COMPANY = (
    "code_adherent;raison_sociale;siret;code_naf;adresse;complement;code_postal;ville;telephone;email;date_adhesion;"
    "date_radiation;numero_teledeclarant"
)
_ACCOUNT = "email;nom;prenom;fonction;mobile;profil"
_MEMBERSHIP = "email;code_adherent;role;reference_cabinet"
_EMPLOYEE = (
    "code_adherent;reference;nom_naissance;nom_usage;prenom;sexe;date_naissance;poste;code_pcs;type_contrat;date_entree;"
    "date_sortie;type_suivi;risques;echeance_visite;date_fin_contrat"
)


def _members(rng: Random, count: int, employees_in_all: int | None) -> Iterator[Member]:
    taken = {"BOULANGERIE LE GALL"}
    for index in range(count):
        trade = BAKERY if index == 0 else FACTORY if index == _FACTORY_AT else TRADES[index % len(TRADES)]
        town, postcode = TOWNS[0] if index == 0 else rng.choice(TOWNS)
        yield Member(
            code=identifiers.member_code(index),
            name="BOULANGERIE LE GALL" if index == 0 else _name(rng, trade, town, taken),
            trade=trade,
            headcount=_headcount(rng, index, trade, count, employees_in_all),
            index=index,
            town=town,
            postcode=postcode,
            number=_number(rng, index, count),
        )


def _name(rng: Random, trade: Trade, town: str, taken: set[str]) -> str:
    """A name that no other company has: with the town, or a number, when the association is large."""
    plain = rng.choice(trade.names) if trade.names else f"{trade.title} {rng.choice(LAST_NAMES)}"
    name, again = plain, 1
    while name in taken:
        name = f"{plain} {town}" if again == 1 else f"{plain} {again}"
        again += 1
    taken.add(name)
    return name


def _headcount(rng: Random, index: int, trade: Trade, companies: int, employees_in_all: int | None) -> int:
    if employees_in_all is not None:
        each, rest = divmod(employees_in_all, companies)
        return each + (index < rest)
    if index == 0:
        return _BAKERY_HEADCOUNT
    return _FACTORY_HEADCOUNT if index == _FACTORY_AT else rng.randint(trade.smallest, trade.largest)


def _number(rng: Random, index: int, companies: int) -> str:
    is_old = index >= companies - WITH_OLD_NUMBER
    return identifiers.old_declarant_number(rng) if is_old else identifiers.declarant_number(rng)


def _company(rng: Random, member: Member) -> Line:
    return (
        member.code,
        member.name,
        identifiers.siret(member.index),
        member.trade.naf,
        f"{rng.randint(1, 98)} {rng.choice(STREETS)}",
        rng.choice(EXTRAS) if rng.random() < 0.15 else "",
        member.postcode,
        member.town,
        identifiers.phone(member.index),
        f"contact@{identifiers.domain(member.name)}",
        f"{rng.randint(1988, 2025)}-{rng.randint(1, 12):02d}-01",
        "",
        member.number,
    )


def _managers(rng: Random, members: Sequence[Member]) -> dict[str, Account]:
    """Who answers for which company: a third of the accountant's clients have somebody, and all of the others."""
    managers = {members[0].code: EMPLOYER}
    with_account = members[: len(members) - _without_account(len(members))]
    of_accountant = _of_accountant(len(members))
    for member in with_account[1:]:
        if member.index >= of_accountant or member.index % 3 == 0:
            first_name, last_name, _ = somebody(rng)
            email = identifiers.address(first_name, last_name, identifiers.domain(member.name))
            mobile = identifiers.mobile(500 + member.index)
            managers[member.code] = Account(email, last_name, first_name, "Gérance", mobile, "adherent")
    return managers


def _memberships(members: Sequence[Member], managers: dict[str, Account]) -> Iterator[Line]:
    of_accountant = _of_accountant(len(members))
    for member in members:
        if manager := managers.get(member.code):
            yield (manager.email, member.code, "responsable", "")
        if member.index < of_accountant:
            yield (ACCOUNTANT.email, member.code, "tiers", f"D{member.index + 1:04d}")
        elif manager and member.index % 2:
            yield (COLLEAGUE.email, member.code, "tiers", f"R{member.index + 1:04d}")


def _without_account(companies: int) -> int:
    return max(WITHOUT_ACCOUNT, companies // 10)


def _of_accountant(companies: int) -> int:
    return min(OF_THE_ACCOUNTANT, companies - _without_account(companies) - OTHERS)


@contextmanager
def _table(path: Path, header: str) -> Iterator[Any]:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(header.split(";"))
        yield writer


def _write(path: Path, header: str, lines: Iterable[Line]) -> None:
    with _table(path, header) as table:
        table.writerows(lines)
