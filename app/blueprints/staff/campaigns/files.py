"""What agents take away of a campaign: the whole of it, and whom to call."""

from collections.abc import Iterable
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Response, render_template

from app.blueprints.staff.campaigns import campaigns
from app.blueprints.staff.campaigns.found import campaign_of, page
from app.blueprints.staff.campaigns.narrowing import filters, query_of
from app.clock import today
from app.downloads import attachment
from app.htmx import Answer
from app.pagination import Pages, page_number
from app.security import me
from app.services.staff import campaign_journal, campaign_list
from app.services.staff.campaign_members import Filters, Place, Size
from app.unit_of_work import afterwards

_IN_MEMORY = 1024 * 1024


@campaigns.get("/<row:year>/export.csv")
def export(year: int) -> Response:
    campaign_of(year)
    answer = _file(campaign_list.table(year, filters()), f"{today():%Y-%m-%d}_Campagne-{year}.csv")
    afterwards(partial(campaign_journal.exported, me().id, year))
    return answer


@campaigns.get("/<row:year>/a-appeler.csv")
def call_file(year: int) -> Response:
    campaign_of(year)
    answer = _file(campaign_list.call_table(year, _to_call()), f"{today():%Y-%m-%d}_Campagne-{year}_A-appeler.csv")
    afterwards(partial(campaign_journal.call_list_exported, me().id, year))
    return answer


@campaigns.get("/<row:year>/a-appeler")
def call_list(year: int) -> Answer:
    """Who has not declared, with the number to dial."""
    campaign, chosen = campaign_of(year), _to_call()
    found = campaign_list.page(year, chosen, page_number())
    afterwards(partial(campaign_journal.listed, me().id, year))
    return render_template(
        "staff/campaigns/call_list.html",
        **page(campaign, "Liste d’appel"),
        found=found,
        pages=Pages.of(found),
        filters=chosen,
        query=query_of(chosen),
        places=(Place.TO_COME, Place.NOT_BEGUN, Place.BEGUN),
        sizes=Size,
    )


def _to_call() -> Filters:
    asked = filters()
    place = asked.place if asked.place in (Place.NOT_BEGUN, Place.BEGUN) else Place.TO_COME
    return Filters(asked.query, place, asked.size, asked.firm)


def _file(lines: Iterable[str], name: str) -> Response:
    content: IO[bytes] = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (closed with the answer)
    for line in lines:
        content.write(line.encode())
    return attachment(content, name, "text/csv")
