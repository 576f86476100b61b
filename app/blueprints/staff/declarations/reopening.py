"""Letting a company declare again, with a reason that it is told."""

from flask import url_for

from app.blueprints.staff.declarations import declarations
from app.blueprints.staff.declarations.forms import Reopen
from app.blueprints.staff.declarations.showing import found, page
from app.forms.once import sent_once
from app.htmx import Answer, render_form
from app.models import Campaign, Company
from app.security import keeps_input, me
from app.services.staff import declarations as files
from app.services.staff.declarations import AlreadyReopened, NothingToReopen

ALREADY = "Cette déclaration est déjà rouverte, et n’est pas encore envoyée"
NOTHING = "Il n’y a rien à rouvrir\u00a0: l’entreprise peut déclarer elle-même, elle n’a encore rien envoyé"


@declarations.route("/<row:year>/<public_id:public_id>/rouvrir", methods=["GET", "POST"])
@keeps_input
def reopen(year: int, public_id: str) -> Answer:
    campaign, company = found(year, public_id)
    form = Reopen()
    if form.validate_on_submit():
        try:
            return sent_once(form, lambda: _reopened(campaign, company, str(form.reason.data)))
        except AlreadyReopened:
            form.refuse(ALREADY)
        except NothingToReopen:
            form.refuse(NOTHING)
    return render_form(
        "staff/declarations/reopen.html",
        form,
        **page(campaign, company, "Rouvrir la déclaration"),
        file=files.file(me(), company, campaign),
    )


def _reopened(campaign: Campaign, company: Company, reason: str) -> str:
    told = files.reopen(me(), company, campaign, reason)
    return url_for(".show", year=campaign.year, public_id=company.public_id, fait="rouverte", avertis=told)
