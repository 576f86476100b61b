"""The companies of a campaign, narrowed by where they stand."""

from flask import render_template, request, url_for

from app.blueprints.staff.campaigns.narrowing import filters, query_of
from app.blueprints.staff.declarations import declarations
from app.blueprints.staff.navigation import breadcrumb
from app.htmx import Answer, render_section
from app.pagination import Pages, page_number
from app.services import campaigns, portfolio_status
from app.services.staff import campaign_list
from app.services.staff.campaign_members import Place, Size


@declarations.get("/")
def index() -> Answer:
    known = [campaign.year for campaign in reversed(campaigns.every())]
    year = _year(known)
    if year is None:
        return render_template(
            "staff/declarations/none.html", page_title="Déclarations", breadcrumb=breadcrumb()
        )  # fmt: skip
    chosen = filters()
    found = campaign_list.page(year, chosen, page_number())
    return render_section(
        "staff/declarations/index.html",
        "staff/declarations/_results.html",
        page_title=f"Déclarations {year}",
        breadcrumb=breadcrumb(),
        year=year,
        years=known,
        filters=chosen,
        query=query_of(chosen),
        places=Place,
        sizes=Size,
        found=found,
        pages=Pages.of(found),
        export_url=url_for("staff.campaigns.export", year=year, **query_of(chosen)),
    )


def _year(known: list[int]) -> int | None:
    """The year asked for, or that of the campaign under way."""
    asked = request.args.get("annee", "")
    if asked in map(str, known):
        return int(asked)
    season = portfolio_status.season()
    return season.year if season else None
