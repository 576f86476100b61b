"""The four steps. Each is kept as soon as it is sent."""

from typing import Any

from flask import g, render_template, request

from app.blueprints.portal.contribution import contribution
from app.blueprints.portal.contribution.forms import NO, YES, Figures, Review, review_form
from app.blueprints.portal.contribution.frame import (
    billing_url,
    employee_url,
    go_on,
    step_context,
    step_url,
    with_draft,
)
from app.blueprints.portal.section import requires
from app.formatting import day_in_words, plural
from app.forms.base import Confirmation
from app.htmx import Answer, done, render_form, render_section
from app.models import Declaration, FollowUp
from app.pagination import Pages, page_number, searched
from app.permissions import Right
from app.security import keeps_input
from app.services import declaration_content, declarations, follow_up_review, headcounts, new_hires
from app.services.declaration_content import Content
from app.services.declarations import Standing


@contribution.route("/<row:year>/salaries", methods=["GET", "POST"])
@requires(Right.DECLARE)
@keeps_input
@with_draft
def employees(where: Standing, draft: Declaration) -> Answer:
    form = Confirmation()
    if form.validate_on_submit():
        declarations.advance(g.access, draft, step=2)
        complete = not follow_up_review.count(g.access, where.campaign)
        return go_on(where, draft, "headcount" if complete else "follow_up")
    query = searched()
    page = headcounts.page(g.access, where.campaign, query, page_number())
    context = step_context(where, draft, "employees") | {
        "form": form,
        "page": page,
        "pages": Pages.of(page),
        "query": query,
        "announcement": _present(where, page.total, query),
        "employee_url": employee_url,
    }
    return render_section("portal/contribution/employees.html", "portal/contribution/_employees.html", **context)


def _present(where: Standing, found: int, query: str) -> str:
    """« 34 salariés présents au 1er janvier 2027 », interns and agency workers told apart."""
    if query:
        return f"{plural(found, 'salarié trouvé', 'salariés trouvés')} pour «\u00a0{query}\u00a0»"
    total = headcounts.total(g.access, where.campaign)
    at = day_in_words(where.campaign.reference_on)
    others = plural(found - total, "stagiaire ou intérimaire, non déclaré", "stagiaires ou intérimaires, non déclarés")
    return f"{plural(total, 'salarié présent', 'salariés présents')} au {at}" + (
        f", et {others}" if found > total else ""
    )


@contribution.route("/<row:year>/suivi", methods=["GET", "POST"])
@requires(Right.DECLARE)
@keeps_input
@with_draft
def follow_up(where: Standing, draft: Declaration) -> Answer:
    doubtful = follow_up_review.to_review(g.access, where.campaign)
    form = review_form(doubtful)
    if form.is_submitted() and _may_keep(form):
        follow_up_review.settle(g.access, _chosen(form, doubtful))
        if "plus_tard" in request.form or not follow_up_review.count(g.access, where.campaign):
            declarations.advance(g.access, draft, step=3 if form.is_complete else 2)
            return go_on(where, draft, "headcount")
        return done(step_url("follow_up", where.campaign.year))
    return render_form(
        "portal/contribution/follow_up.html",
        form,
        **step_context(where, draft, "follow_up"),
        doubtful=doubtful,
        remaining=follow_up_review.beyond(g.access, where.campaign, doubtful),
        employee_url=employee_url,
    )


def _may_keep(form: Review) -> bool:
    """All is chosen, or the person stops for today: what is chosen already is then kept, and the rest asked again."""
    form.is_complete = form.validate()
    return form.is_complete or ("plus_tard" in request.form and "csrf_token" not in form.errors)


def _chosen(form: Review, doubtful: list[follow_up_review.Doubtful]) -> dict[int, FollowUp]:
    told = {one.number: form[f"suivi_{one.number}"].data for one in doubtful}
    return {number: FollowUp(value) for number, value in told.items() if value in list(FollowUp)}


@contribution.route("/<row:year>/effectif", methods=["GET", "POST"])
@requires(Right.DECLARE)
@keeps_input
@with_draft
def headcount(where: Standing, draft: Declaration) -> Answer:
    content = declaration_content.of(g.access, where.campaign, draft)
    surprise = content.surprise
    form = _figures(content, surprise, draft)
    answered = form.validate_on_submit()
    if form.is_submitted() and _changed_meanwhile(form, draft, content):
        return _conflict(where, draft, content, form)
    if answered:
        if surprise and form.surprise.data == NO:
            return done(step_url("employees", where.campaign.year))
        told = {"surprise": surprise, **({"payroll": form.euros} if form.payroll else {})}
        declarations.advance(g.access, draft, step=4, **told)
        return go_on(where, draft, "billing")
    return render_form("portal/contribution/headcount.html", form, **_headcount_context(where, draft, content))


def _figures(content: Content, surprise: str | None, draft: Declaration) -> Figures:
    """The questions that this company is asked, with what was answered before."""
    confirmed = surprise and draft.answers.get("surprise") == surprise
    form = Figures(
        revision=str(draft.revision), payroll=draft.answers.get("payroll"), surprise=YES if confirmed else None
    )
    if not (content.tariff and content.tariff.asks_payroll):
        del form.payroll
    if not surprise:
        del form.surprise
    return form


def _changed_meanwhile(form: Figures, draft: Declaration, content: Content) -> bool:
    """Somebody else told another payroll while this one was being typed."""
    if not form.payroll or "csrf_token" in form.errors:
        return False
    return bool(form.revision.data != str(draft.revision) and not form.payroll.errors and form.euros != content.payroll)


def _conflict(where: Standing, draft: Declaration, content: Content, form: Figures) -> Answer:
    """Both versions are shown; sending again keeps what was typed."""
    form.revision.data = str(draft.revision)
    context = _headcount_context(where, draft, content) | {"conflict": draft.answers.get("payroll")}
    editor = declarations.last_editor(draft)
    return render_template("portal/contribution/headcount.html", form=form, editor=editor, **context), 409


def _headcount_context(where: Standing, draft: Declaration, content: Content) -> dict[str, Any]:
    amount, fee = content.amount, content.previous_fee
    return {
        **step_context(where, draft, "headcount"),
        "content": content,
        "before": where.campaign.year - 1,
        "new_hires": new_hires.terms(where.campaign),
        "change": amount.net - amount.joining - fee if amount and fee else None,
    }


@contribution.route("/<row:year>/contact", methods=["GET", "POST"])
@requires(Right.DECLARE)
@keeps_input
@with_draft
def billing(where: Standing, draft: Declaration) -> Answer:
    coordinates = declaration_content.billing(g.access)
    form = Confirmation()
    if form.validate_on_submit():
        if coordinates.is_complete or "plus_tard" in request.form:
            confirmed = {"billing": True, "checked": True} if "plus_tard" not in request.form else {}
            declarations.advance(g.access, draft, step=4, **confirmed)
            return go_on(where, draft, "check")
        form.refuse("Indiquez une adresse de facturation")
    return render_form(
        "portal/contribution/billing.html",
        form,
        **step_context(where, draft, "billing"),
        billing=coordinates,
        change_url=billing_url(),
    )
