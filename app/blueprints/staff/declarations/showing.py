"""The declaration of a company, with what changed since the year before, and its receipt."""

from functools import partial
from io import BytesIO
from typing import Any

from flask import Response, abort, render_template, request, url_for

from app.blueprints.staff.campaigns.found import STATES
from app.blueprints.staff.declarations import declarations
from app.blueprints.staff.navigation import breadcrumb
from app.downloads import attachment
from app.formatting import de
from app.htmx import Answer
from app.models import Campaign, Company
from app.security import me
from app.services import campaigns, receipt_text, receipts
from app.services.staff import acting, campaign_journal
from app.services.staff import declarations as files
from app.unit_of_work import afterwards

_DONE = {"rouverte": "Déclaration rouverte", "saisie": "Déclaration enregistrée"}


def found(year: int, public_id: str) -> tuple[Campaign, Company]:
    """The campaign and the company of an address, or 404."""
    campaign, company = campaigns.of_year(year), acting.company(public_id)
    if campaign is None or company is None:
        abort(404)
    return campaign, company


def page(campaign: Campaign, company: Company, title: str) -> dict[str, Any]:
    """What a page under the declaration of a company shows besides its own."""
    above = (f"{company.name} {campaign.year}", url_for(".show", year=campaign.year, public_id=company.public_id))
    return {
        "page_title": title,
        "breadcrumb": breadcrumb(above, (title, None)),
        "campaign": campaign,
        "company": company,
    }


@declarations.get("/<row:year>/<public_id:public_id>")
def show(year: int, public_id: str) -> Answer:
    campaign, company = found(year, public_id)
    file = files.file(me(), company, campaign)
    afterwards(partial(campaign_journal.viewed, me().id, company.id, year))
    return render_template(
        "staff/declarations/show.html",
        page_title=f"Déclaration {year} {de(company.name)}",
        breadcrumb=breadcrumb((f"{company.name} {year}", None)),
        campaign=campaign,
        state=STATES[campaigns.state(campaign)],
        has_opened=campaigns.state(campaign) is not campaigns.CampaignState.UPCOMING,
        file=file,
        company=company,
        where=file.where,
        is_ours=bool(file.where.sent and receipts.is_of_the_portal(file.where.sent)),
        done=_DONE.get(request.args.get("fait", "")),
        told=request.args.get("avertis", ""),
    )


@declarations.get("/<row:year>/<public_id:public_id>/<receipt>.pdf")
def receipt(year: int, public_id: str, receipt: str) -> Response:
    campaign, company = found(year, public_id)
    declaration = files.sent(me(), company, campaign, receipt)
    if declaration is None or not receipts.is_of_the_portal(declaration):
        abort(404)
    afterwards(partial(campaign_journal.viewed, me().id, company.id, year))
    return attachment(BytesIO(receipt_text.write_pdf(declaration)), f"Recu_{receipt}.pdf", "application/pdf")
