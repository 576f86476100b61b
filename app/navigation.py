"""The sections of a company's space, and the way back from each page."""

from dataclasses import dataclass

from flask import g, request, url_for

from app.addresses import fixed, of_company
from app.permissions import Right
from app.services import memberships
from app.tenancy import CompanyAccess


@dataclass(frozen=True)
class Section:
    """An entry of « Rubriques »; its text is the procedure's."""

    name: str
    label: str
    text: str
    right: Right

    @property
    def endpoint(self) -> str:
        return f"portal.{self.name}.index"


HOME = Section("home", "Accueil", "", Right.READ_COMPANY)
SECTIONS = (
    HOME,
    Section("account", "Mon compte", "Compléter et mettre à jour vos coordonnées", Right.READ_COMPANY),
    Section("documents", "Mon espace documentaire", "Consulter vos factures", Right.READ_DOCUMENTS),
    Section(
        "employees",
        "Mes salariés",
        "Consulter et modifier les informations de vos salariés, gérer les départs, déclarer un nouveau salarié, "
        "accéder à l’historique de vos dernières déclarations et dernières visites de vos salariés, "
        "effectuer vos demandes de rendez-vous, etc.",
        Right.READ_EMPLOYEES,
    ),
    Section(
        "planning", "Mon planning", "Consulter le planning des visites à venir pour vos salariés", Right.READ_VISITS
    ),
    Section("contribution", "Ma cotisation", "Faire votre déclaration annuelle des effectifs", Right.READ_DECLARATIONS),
    Section(
        "faq", "F.A.Q.", "Les réponses aux questions que posent les adhérents et leurs cabinets", Right.READ_COMPANY
    ),
)


@dataclass(frozen=True)
class NavigationLink:
    label: str
    text: str
    url: str
    current: bool
    name: str


def links(access: CompanyAccess) -> list[NavigationLink]:
    """What this person sees of the sections."""
    return [
        NavigationLink(section.label, section.text, _root(section, access), section.name == _blueprint(), section.name)
        for section in SECTIONS
        if access.may(section.right)
    ]


def _root(section: Section, access: CompanyAccess) -> str:
    """Where a section begins; the present one may keep something of this page in its addresses."""
    if section.name == _blueprint():
        return url_for(section.endpoint)
    return of_company(section.endpoint, access.company.public_id)


def current_section() -> Section:
    """The section of the page asked for; a page of none, such as « Contact », is reached from the home page."""
    return next((section for section in SECTIONS if section.name == _blueprint()), HOME)


def _blueprint() -> str:
    return (request.blueprint or "").rpartition(".")[2]


def same_section(public_id: str, section_name: str | None = None) -> str:
    """The address of the same section in another company; of its root, never of a detail."""
    section = next((one for one in SECTIONS if one.name == section_name), None) or current_section()
    return of_company(section.endpoint, public_id)


def breadcrumb(access: CompanyAccess, *trail: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """From « Mes entreprises », for who has several, down to this page."""
    section = current_section()
    home = (access.company.name, _root(HOME, access) if section is not HOME or trail else None)
    crumbs = [("Mes entreprises", fixed("companies.index")), home] if companies_count(access) > 1 else [home]
    if section is not HOME:
        crumbs.append((section.label, _root(section, access) if trail else None))
    return [*crumbs, *trail]


def companies_count(access: CompanyAccess) -> int:
    """How many companies this person may enter, counted once a request."""
    if "companies_count" not in g:
        g.companies_count = memberships.count(access.user)
    return int(g.companies_count)
