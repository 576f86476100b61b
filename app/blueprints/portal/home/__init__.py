"""Accueil: what is to be done now, then the sections, each with one live fact."""

from flask import g, render_template

from app.blueprints.portal.section import section
from app.content import questions
from app.formatting import day_of, plural
from app.htmx import Answer
from app.navigation import breadcrumb, links
from app.permissions import Right
from app.services import company_access, company_details, documents, employees, memberships

home = section("home", __name__, right=Right.READ_COMPANY)


@home.get("/")
def index() -> Answer:
    facts = _facts()
    return render_template(
        "portal/home/index.html",
        page_title="Accueil",
        breadcrumb=breadcrumb(g.access),
        to_recognise=company_access.to_recognise(g.access) if g.access.may(Right.MANAGE_ACCESS) else None,
        tiles=[(link, facts.get(link.name)) for link in links(g.access) if link.name != "home"],
        is_first_visit=g.access.membership.last_opened_at is None and not memberships.has_opened_any(g.access.user),
    )


def _facts() -> dict[str, str]:
    """One live fact for each section."""
    present, confirmed = employees.count_present(g.access), company_details.confirmation(g.access)
    return {
        "documents": _about_documents(documents.situation(g.access)),
        "employees": plural(present, "salarié présent", "salariés présents"),
        "faq": plural(questions.count(), "réponse"),
        "account": f"Vérifié le {day_of(confirmed.at)}" if confirmed.at and confirmed.is_recent else "À vérifier",
    }


def _about_documents(situation: documents.Situation) -> str:
    """What is new first, then what is due."""
    if situation.new_invoices:
        return plural(situation.new_invoices, "nouvelle facture", "nouvelles factures")
    if situation.to_pay:
        return plural(situation.to_pay, "facture à régler", "factures à régler")
    return plural(situation.documents, "document")
