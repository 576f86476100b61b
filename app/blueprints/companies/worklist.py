"""What the list of « Mes entreprises » shows, and how it is narrowed and sorted: its address says it all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from app.addresses import of_each
from app.formatting import MONTHS, plural, short_date
from app.navigation import SECTIONS
from app.pagination import Pages, page_number, searched
from app.security import me
from app.services import memberships, portfolio_page, portfolio_status
from app.services.portfolio_page import ORDERS, Filters
from app.services.portfolio_status import Season, Status

# The kind of its tag.
KINDS = {Status.TO_DO: "attention", Status.BEGUN: "info", Status.DONE: "succes", Status.LATE: "erreur"}
# What a counter says of one, and of several.
_COUNTED = {
    Status.TO_DO: ("déclaration à faire", "déclarations à faire"),
    Status.BEGUN: ("en cours", "en cours"),
    Status.DONE: ("faite", "faites"),
    Status.LATE: ("en retard", "en retard"),
}
# Once the campaign is closed, a declaration was made or it was not.
_AFTERWARDS = (Status.DONE, Status.LATE)


Counts = Mapping[Status | None, int]


@dataclass(frozen=True)
class Counter:
    number: int
    label: str
    url: str
    current: bool


def filters(season: Season | None = None) -> Filters:
    """Unknown values are as good as none: an old bookmark must go on working, and the link of an old reminder too."""
    asked, order = request.args.get("etat", ""), request.args.get("tri", "nom")
    status = Status(asked) if asked in list(Status) else None
    return Filters(
        query=searched(),
        status=season.now(status) if season and status else status,
        order=order if order.removeprefix("-") in ORDERS else "nom",
    )


def context(season: Season | None) -> dict[str, Any]:
    """All that the page and its results need, asked in a number of statements that does not depend on the clients."""
    shown = season if season and season.has_opened else None
    wanted = filters(shown)
    counts = portfolio_status.counts(me(), shown) if shown and shown.is_open else {}
    page = portfolio_page.page(me(), shown, wanted, page_number(), total=_counted(counts, wanted))
    reopened = portfolio_status.reopened(me())
    return {
        "page_title": _title(wanted.query, page.number),
        "page": page,
        "pages": Pages.of(page, _turned_to),
        "filters": wanted,
        "season": shown,
        "statuses": [status for status in Status if shown and (not shown.is_closed or status in _AFTERWARDS)],
        "kinds": KINDS,
        "counters": _counters(counts, wanted),
        "campaign": _campaign(season),
        "columns": {name: _column(name, wanted) for name in ORDERS},
        "section": section(),
        "here": address(page=page.number if page.number > 1 else None),
        "export_url": address("companies.export"),
        "links": _links(),
        "place": _place(page.number),
        "waiting": memberships.waiting(me()),
        "reopened": reopened,
        "reopened_years": portfolio_status.years(reopened),
        "breadcrumb": [("Mes entreprises", None)],
        "announcement": found(page.total, wanted),
    }


def _links() -> dict[str, Callable[..., str]]:
    """Where a row leads, each address built once for all of them."""
    return {
        "open": of_each(f"portal.{section() or 'home'}.index"),
        "declare": of_each("portal.contribution.index"),
        "receipt": of_each("portal.contribution.receipt", "receipt"),
        "documents": of_each("portal.documents.index"),
        "leave": of_each("portal.account.leave"),
        "refer": of_each("companies.refer"),
    }


def _place(page: int) -> str:
    """What brings one back to the same place of the list, at the end of other addresses."""
    place = {**_present(), "page": page if page > 1 else None}
    return urlencode({name: value for name, value in place.items() if value})


def address(endpoint: str = "companies.index", **changed: Any) -> str:
    """The list as it is now, narrowed and sorted, save what is changed."""
    return url_for(endpoint, **{**_present(), **changed})


def _present() -> dict[str, Any]:
    wanted = filters()
    return {
        "q": wanted.query or None,
        "etat": wanted.status.value if wanted.status else None,
        "tri": wanted.order if wanted.order != "nom" else None,
        "rubrique": section(),
    }


def section() -> str | None:
    """The rubrique to keep in the next company, when there is one of that name."""
    asked = request.args.get("rubrique")
    return asked if asked in {section.name for section in SECTIONS} else None


def found(total: int, wanted: Filters) -> str:
    """« 12 entreprises », or what a search found."""
    if not wanted.query:
        return plural(total, "entreprise")
    if not total:
        return f"Aucune entreprise ne correspond à « {wanted.query} »."
    return f"{plural(total, 'entreprise trouvée', 'entreprises trouvées')} pour « {wanted.query} »"


def _turned_to(number: int) -> str:
    """A page of the list, whichever address shows it, with nothing ticked."""
    return address(page=number)


def _counted(counts: Counts, wanted: Filters) -> int | None:
    """How many companies the filters leave, when the counters say it."""
    if not counts or wanted.query:
        return None
    return counts.get(wanted.status, 0) if wanted.status else sum(counts.values())


def _counters(counts: Counts, wanted: Filters) -> list[Counter]:
    return [
        Counter(
            number := counts.get(status, 0),
            one if number < 2 else many,
            url_for("companies.index", etat=status.value),
            status is wanted.status,
        )
        for status, (one, many) in _COUNTED.items()
        if counts
    ]


def _campaign(season: Season | None) -> str | None:
    """What to know of the campaign when nothing can be declared today."""
    if season is None or season.is_open:
        return None
    if not season.has_opened:
        return f"La campagne {season.year} ouvrira le {short_date(season.opens_on)}."
    closed = f"Campagne {season.year} close le {season.closes_on.day} {MONTHS[season.closes_on.month - 1]}."
    opening = season.next_opens_on
    return f"{closed} Prochaine campagne : {MONTHS[opening.month - 1]} {opening.year}." if opening else closed


def _title(query: str, number: int) -> str:
    title = "Mes entreprises" if number == 1 else f"Mes entreprises, page {number}"
    return f"« {query} » – {title}" if query else title


def _column(name: str, wanted: Filters) -> dict[str, str | None]:
    """A header that sorts; asked twice, the other way round."""
    turned = f"-{name}" if wanted.order == name else name
    state = {name: "ascending", f"-{name}": "descending"}.get(wanted.order)
    return {"url": address(tri=turned), "order": state}
