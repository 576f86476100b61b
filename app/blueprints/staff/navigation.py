"""The sections of « Espace gestion », each shown to the agents who have its right."""

from dataclasses import dataclass

from flask import request, url_for

from app.blueprints.staff.section import may
from app.models import Company, StaffRight


@dataclass(frozen=True)
class Entry:
    """An entry of the navigation; `name` is its blueprint."""

    name: str
    label: str
    right: StaffRight | None = None

    @property
    def endpoint(self) -> str:
        return f"staff.{self.name}.index"


HOME = Entry("home", "Accueil")
ENTRIES = (
    HOME,
    Entry("companies", "Entreprises", StaffRight.MEMBERS),
    Entry("identifiers", "Identifiants et courriers", StaffRight.MEMBERS),
    Entry("attachments", "Rattachements", StaffRight.MEMBERS),
    Entry("accounts", "Comptes", StaffRight.MEMBERS),
    Entry("messages", "Messages", StaffRight.MEMBERS),
    Entry("appointments", "Rendez-vous", StaffRight.VISITS),
    Entry("planning", "Planning des centres", StaffRight.VISITS),
    Entry("documents", "Documents", StaffRight.DOCUMENTS),
    Entry("campaigns", "Campagnes", StaffRight.CAMPAIGN),
    Entry("declarations", "Déclarations", StaffRight.CAMPAIGN),
    Entry("texts", "Textes et F.A.Q.", StaffRight.TEXTS),
    Entry("appearance", "Apparence", StaffRight.TEXTS),
    Entry("settings", "Réglages", StaffRight.ADMINISTRATION),
    Entry("imports", "Imports et exports", StaffRight.ADMINISTRATION),
    Entry("agents", "Agents", StaffRight.ADMINISTRATION),
    Entry("journal", "Journal", StaffRight.ADMINISTRATION),
)


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool


def links() -> list[Link]:
    """What this agent sees of the sections."""
    return [
        Link(one.label, url_for(one.endpoint), one.name == _section())
        for one in ENTRIES
        if (one.right is None or may(one.right))
    ]


def entry(name: str) -> Entry:
    """The entry of the section whose blueprint has this name; the home, for what has none."""
    return next((one for one in ENTRIES if one.name == name), HOME)


def breadcrumb(*trail: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """From « Espace gestion » down to this page."""
    here = entry(_section())
    if here is HOME:
        return [("Espace gestion", url_for(HOME.endpoint) if trail else None), *trail]
    section = (here.label, url_for(here.endpoint) if trail else None)
    return [("Espace gestion", url_for(HOME.endpoint)), section, *trail]


def file_address(company: Company) -> str | None:
    """Where the file of this company is, for an agent who may read it."""
    return url_for("staff.companies.show", public_id=company.public_id) if may(StaffRight.MEMBERS) else None


def _section() -> str:
    return (request.blueprint or "").rpartition(".")[2]
