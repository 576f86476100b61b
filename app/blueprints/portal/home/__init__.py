"""Accueil: what is to be done now, then the sections, each with one live fact."""

from flask import g, render_template

from app.blueprints.portal.home import action
from app.blueprints.portal.section import section
from app.content import questions
from app.formatting import day_month, day_of, hour, number, plural
from app.htmx import Answer
from app.navigation import breadcrumb, links
from app.permissions import Right
from app.services import company_access, company_details, declarations, documents, employees, memberships, planning
from app.services.declarations import Standing
from app.services.planning import Planned

home = section("home", __name__, right=Right.READ_COMPANY)


@home.get("/")
def index() -> Answer:
    where = declarations.shown_standing(g.access)
    reopened = declarations.reopened(g.access, besides=where.campaign if where else None)
    present = employees.count_present(g.access)
    to_complete = employees.count_to_complete(g.access)
    facts = _facts(where, reopened, present, to_complete)
    return render_template(
        "portal/home/index.html",
        page_title="Accueil",
        breadcrumb=breadcrumb(g.access),
        to_recognise=company_access.to_recognise(g.access) if g.access.may(Right.MANAGE_ACCESS) else None,
        tiles=[(link, facts.get(link.name)) for link in links(g.access) if link.name != "home"],
        action=action.declaration_box(where, reopened, present) or action.incomplete_box(to_complete),
        nil_url=action.nil_url(where) if not present else None,
        present=present,
        may_hire=g.access.may(Right.EDIT_EMPLOYEES),
        is_first_visit=g.access.membership.last_opened_at is None and not memberships.has_opened_any(g.access.user),
    )


def _facts(where: Standing | None, reopened: list[Standing], present: int, to_complete: int) -> dict[str, str | None]:
    """One live fact for each section."""
    confirmed = company_details.confirmation(g.access)
    incomplete = f", {number(to_complete)} à compléter" if to_complete else ""
    ahead = planning.next_visit(g.access)
    return {
        "documents": _about_documents(documents.situation(g.access)),
        "employees": plural(present, "salarié présent", "salariés présents") + incomplete,
        "planning": _next_visit(ahead) if ahead else "Aucune visite à venir",
        "contribution": action.declaration_fact(where, reopened),
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


def _next_visit(visit: Planned) -> str:
    """« Prochaine visite : 3 février, 9 h 30 »"""
    when = f"{day_month(visit.day)}, {hour(visit.at)}" if visit.at else day_month(visit.day)
    return f"Prochaine visite\u00a0: {when}"
