"""The check page, the nil headcount, and the send itself."""

from datetime import date

from flask import abort, g, make_response, render_template, request, url_for

from app.blueprints.portal.contribution import contribution
from app.blueprints.portal.contribution.forms import Certified, NilHeadcount
from app.blueprints.portal.contribution.frame import employee_url, found, step_url
from app.blueprints.portal.section import requires
from app.formatting import day_in_words, plural
from app.forms.once import sent_once
from app.htmx import Answer, done, render_form
from app.models import Campaign, Declaration
from app.navigation import breadcrumb
from app.permissions import Right
from app.security import keeps_input
from app.services import campaigns, declaration_checks, declaration_content, declarations, declaring, headcounts
from app.services.campaigns import CampaignState
from app.services.declarations import CampaignOver, Standing


@contribution.route("/<row:year>/verifier", methods=["GET", "POST"])
@requires(Right.DECLARE)
@keeps_input
def check(year: int) -> Answer:
    where = found(year) or abort(404)
    if where.draft is None:
        return _already(where)
    form = Certified()
    if form.validate_on_submit():
        try:
            return sent_once(form, lambda: _sent(where, form.seen.data or ""))
        except declaring.NotOpenYet:
            form.refuse(_not_yet(where.campaign))
        except declaring.Incomplete:
            form.refuse("Complétez d’abord ce qui est indiqué ci-dessous")
        except declaring.ChangedSince:
            changed = make_response(_check_page(where, where.draft, Certified(formdata=None), changed=True))
            changed.status_code = 409
            return changed
    return _check_page(where, where.draft, form)


def _sent(where: Standing, seen: str) -> str:
    """Send, or learn that it is too late or done already; returns the page that says so."""
    try:
        return _receipt_of(declaring.send(g.access, where.campaign, seen=seen))
    except CampaignOver:
        return url_for("portal.contribution.index", fait="close")
    except declaring.AlreadySent as already:
        return _receipt_of(already.declaration, fait="deja")


def _check_page(where: Standing, draft: Declaration, form: Certified, *, changed: bool = False) -> Answer:
    content = declaration_content.of(g.access, where.campaign, draft)
    form.seen.data = content.fingerprint
    year, name = where.campaign.year, g.access.company.name
    whom = f"au nom de mon client {name}" if g.access.role.is_third_party else f"pour {name}"
    form.certified.label.text = f"Je certifie l’exactitude des informations déclarées {whom}"
    return render_form(
        "portal/contribution/check.html",
        form,
        page_title=f"Vérifiez puis envoyez la déclaration {year}",
        breadcrumb=breadcrumb(g.access, (f"Déclaration {year}", None)),
        where=where,
        campaign=where.campaign,
        content=content,
        changed=changed,
        missing=[(one.text, step_url(one.step, year)) for one in declaring.missing(content, draft)],
        blocking=declaration_checks.blocking(g.access, where.campaign),
        warnings=declaration_checks.warnings(g.access, where.campaign, content.previous),
        accepts=where.state.accepts,
        is_late=where.state is CampaignState.LATE,
        step_url=lambda step: step_url(step, year),
        employee_url=employee_url,
    )


def _already(where: Standing) -> Answer:
    """Back from the receipt, or in another tab: it was sent, and there is nothing to press."""
    if where.sent is None:
        return done(url_for("portal.contribution.index"))
    if request.method == "POST":
        return done(_receipt_of(where.sent, fait="deja"))
    year = where.campaign.year
    return render_template(
        "portal/contribution/sent_already.html",
        page_title=f"Déclaration {year} envoyée",
        breadcrumb=breadcrumb(g.access, (f"Déclaration {year}", None)),
        sent=where.sent,
    )


@contribution.route("/<row:year>/effectif-nul", methods=["GET", "POST"])
@requires(Right.DECLARE)
@keeps_input
def nil(year: int) -> Answer:
    """« Je n’emploie plus de salarié »."""
    campaign = campaigns.of_year(year) or abort(404)
    form = NilHeadcount()
    if form.validate_on_submit() and _was_empty(form, campaign):
        try:
            return sent_once(form, lambda: _sent_nil(campaign, form.since.data))
        except declaring.NotOpenYet:
            form.refuse(_not_yet(campaign))
        except declaring.StillEmploys:
            form.refuse("Déclarez d’abord le départ de vos salariés")
    present = headcounts.total(g.access, campaign)
    return render_form(
        "portal/contribution/nil.html",
        form,
        page_title="Déclarer un effectif nul",
        breadcrumb=breadcrumb(g.access, (f"Déclaration {year}", None)),
        where=declarations.standing(g.access, campaign),
        campaign=campaign,
        present=plural(present, "salarié est encore présent", "salariés sont encore présents") if present else None,
        employees_url=url_for("portal.employees.index"),
    )


def _was_empty(form: NilHeadcount, campaign: Campaign) -> bool:
    if form.since.data <= campaign.reference_on:
        return True
    at = day_in_words(campaign.reference_on)
    form.since.errors = [f"Vous employiez encore au {at}\u00a0: faites la déclaration habituelle"]
    return False


def _sent_nil(campaign: Campaign, since: date) -> str:
    try:
        return _receipt_of(declaring.send_nil(g.access, campaign, since))
    except CampaignOver:
        return url_for("portal.contribution.index", fait="close")
    except declaring.AlreadySent as already:
        return _receipt_of(already.declaration, fait="deja")


def _not_yet(campaign: Campaign) -> str:
    return f"L’envoi sera possible à partir du {day_in_words(campaign.opens_on)}"


def _receipt_of(declaration: Declaration, fait: str | None = None) -> str:
    """Its receipt, or « Ma cotisation » for what the association received on paper without one."""
    if declaration.receipt is None:
        return url_for("portal.contribution.index")
    return url_for("portal.contribution.receipt", receipt=declaration.receipt, fait=fait)
