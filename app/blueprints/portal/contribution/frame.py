"""What the pages of a declaration share: where it stands, the way from step to step, and to the employees and back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort, g, request, url_for

from app.htmx import Answer, done
from app.models import Declaration
from app.navigation import breadcrumb
from app.services import campaigns, declarations
from app.services.declarations import Standing

# Each step with its heading, in order; the check page comes after them.
STEPS = {
    "employees": "Vérifiez la liste de vos salariés",
    "follow_up": "Précisez le suivi de vos salariés",
    "headcount": "Vérifiez votre effectif",
    "billing": "Confirmez vos coordonnées de facturation",
}
CHECK = "Vérifiez puis envoyez"


def step_url(step: str, year: int, **query: Any) -> str:
    """The address of a step, or of the check page or the nil headcount."""
    return url_for(f"portal.contribution.{step}", year=year, **query)


def found(year: int) -> Standing | None:
    """Where the company stands in the campaign of that year, if there is one."""
    campaign = campaigns.of_year(year)
    return declarations.standing(g.access, campaign) if campaign else None


def with_draft(view: Callable[..., Answer]) -> Callable[..., Answer]:
    """A page of the draft of a year. Without one, « Ma cotisation » says what there is."""

    @wraps(view)
    def asked(year: int, **values: Any) -> Answer:
        where = found(year)
        if where is None:
            abort(404)
        if where.draft is None:
            return done(url_for("portal.contribution.index"))
        if request.method == "POST" and where.is_over:
            return done(url_for("portal.contribution.index", fait="close"))
        return view(where, where.draft, **values)

    return asked


def step_context(where: Standing, draft: Declaration, step: str) -> dict[str, Any]:
    """What the frame of a step shows: its number, its neighbours, whether it may still be changed."""
    names, year = list(STEPS), where.campaign.year
    rank = names.index(step)
    return {
        "page_title": f"{STEPS[step]} (étape {rank + 1} sur {len(names)})",
        "breadcrumb": breadcrumb(g.access, (f"Déclaration {year}", None)),
        "heading": STEPS[step],
        "rank": rank + 1,
        "steps": len(names),
        "next_heading": STEPS[names[rank + 1]] if rank + 1 < len(names) else CHECK,
        "back_url": step_url(names[rank - 1], year) if rank else url_for("portal.contribution.index"),
        "where": where,
        "draft": draft,
        "campaign": where.campaign,
        "is_over": where.is_over,
    }


def go_on(where: Standing, draft: Declaration, next_step: str) -> Answer:
    """To the next step; straight back to the check page for who came from it; home for who stops for today."""
    if "plus_tard" in request.form:
        return done(url_for("portal.contribution.index", fait="enregistree"))
    return done(step_url("check" if declarations.is_checked(draft) else next_step, where.campaign.year))


def employee_url(action: str, number: int | None = None) -> str:
    """A form of « Mes salariés » that comes back to the present page."""
    return url_for(f"portal.employees.{action}", number=number, retour=_here())


def billing_url() -> str:
    """The form of the billing details, which comes back to the present page."""
    return url_for("portal.account.billing", retour=_here())


def _here() -> str:
    queue = request.args.get("file")
    return f"{request.path}?file={queue}" if queue else request.path
