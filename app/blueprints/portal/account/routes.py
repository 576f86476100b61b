from flask import g, redirect, render_template, request, url_for

from app.blueprints.portal.account import account
from app.blueprints.portal.returning import way_back
from app.blueprints.portal.section import requires
from app.htmx import Answer, done
from app.navigation import breadcrumb
from app.permissions import Right
from app.services import company_access, company_contacts, company_details

_DONE = {
    "confirme": "Coordonnées confirmées",
    "coordonnees": "Coordonnées enregistrées",
    "facturation": "Facturation enregistrée",
    "contact": "Contact enregistré",
    "contact-retire": "Contact supprimé",
    "reconnu": "Accès confirmé",
    "role": "Rôle modifié",
    "invite": "Invitation envoyée",
    "relance": "Invitation envoyée à nouveau",
    "retire": "Accès retiré",
    "refuse": "Demande refusée",
    "desavoue": "Accès retiré et n° télédéclarant désactivé",
}


@account.get("")
def index() -> Answer:
    return render_template(
        "portal/account/index.html",
        page_title="Mon compte",
        breadcrumb=breadcrumb(g.access),
        coordinates=company_details.coordinates(g.access),
        billing=company_details.billing(g.access),
        confirmation=company_details.confirmation(g.access),
        contacts=company_contacts.of(g.access),
        people=company_access.people(g.access),
        may_edit=g.access.may(Right.EDIT_COMPANY),
        may_manage=g.access.may(Right.MANAGE_ACCESS),
        done=_DONE.get(request.args.get("fait", "")),
    )


@account.post("/confirmer")
@requires(Right.EDIT_COMPANY)
def confirm() -> Answer:
    """« Confirmer mes coordonnées »."""
    company_details.confirm(g.access)
    return done(way_back() or url_for("portal.account.index", fait="confirme"))


@account.get("/acces")
def people() -> Answer:
    """The table of who has access stands in the page of the section."""
    return redirect(url_for("portal.account.index", _anchor="acces"))
