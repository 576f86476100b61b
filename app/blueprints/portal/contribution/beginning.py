"""Where the declaration stands, what was sent before, and how one begins."""

from flask import abort, g, render_template, request, url_for
from markupsafe import Markup

from app.blueprints.portal.contribution import contribution
from app.blueprints.portal.contribution.frame import found, step_url
from app.blueprints.portal.section import requires
from app.content import passages
from app.forms.base import Confirmation
from app.htmx import Answer, done
from app.navigation import breadcrumb
from app.permissions import Right
from app.security import keeps_input
from app.services import campaigns, declarations, headcounts, new_hires
from app.services.declarations import CampaignOver, Standing

_DONE = {
    "enregistree": "Déclaration enregistrée, à reprendre quand vous voulez",
    "abandonnee": "Correction abandonnée\u00a0: ce que vous aviez envoyé reste en vigueur",
}


@contribution.get("/")
def index() -> Answer:
    where = declarations.shown_standing(g.access)
    reopened = declarations.reopened(g.access, besides=where.campaign if where else None)
    present = headcounts.total(g.access, where.campaign) if where else 0
    tariff = campaigns.tariff_of(where.campaign) if where else None
    return render_template(
        "portal/contribution/index.html",
        page_title="Ma cotisation",
        breadcrumb=breadcrumb(g.access),
        where=where,
        reopened=[(one, declarations.last_editor(one.draft)) for one in reopened if one.draft],
        intro=_intro(where),
        present=present,
        minutes=declarations.minutes(present),
        editor=declarations.last_editor(where.draft) if where and where.draft else "",
        asks_payroll=bool(tariff and tariff.asks_payroll),
        new_hires=new_hires.terms(where.campaign) if where else None,
        why_reopened=declarations.why_reopened,
        may_declare=g.access.may(Right.DECLARE),
        history=declarations.history(g.access),
        done=_DONE.get(request.args.get("fait", "")),
        refused=request.args.get("fait") == "close",
    )


def _intro(where: Standing | None) -> Markup | None:
    """What the association says of the campaign, until it is over."""
    if where is None or where.is_over or not where.campaign.intro:
        return None
    return passages.to_html(where.campaign.intro)


@contribution.post("/<row:year>/commencer")
@requires(Right.DECLARE)
@keeps_input
def start(year: int) -> Answer:
    """Begin the declaration, take it up again, or begin its correction."""
    where = found(year) or abort(404)
    form = Confirmation()
    if not form.validate_on_submit():
        return done(url_for("portal.contribution.index"))
    try:
        draft = declarations.start(g.access, where)
    except CampaignOver:
        return done(url_for("portal.contribution.index", fait="close"))
    return done(step_url(_resume_at(where, draft.step, checked=declarations.is_checked(draft)), year))


@contribution.post("/<row:year>/abandonner")
@requires(Right.DECLARE)
@keeps_input
def abandon(year: int) -> Answer:
    """Give up a correction."""
    campaign = campaigns.of_year(year) or abort(404)
    abandoned = Confirmation().validate_on_submit() and declarations.abandon(g.access, campaign)
    return done(url_for("portal.contribution.index", fait="abandonnee" if abandoned else None))


def _resume_at(where: Standing, step: int, *, checked: bool) -> str:
    """Where a draft was left; a correction begins with the list of employees."""
    if where.draft is None:
        return "employees"
    return "check" if checked else ("employees", "follow_up", "headcount", "billing")[step - 1]
