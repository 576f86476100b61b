"""The requests that wait, the oldest first; each one, with what is needed to answer it."""

from enum import StrEnum
from functools import partial
from typing import TypeVar

from flask import abort, render_template, request, url_for

from app.blueprints.portal.planning.telling import told
from app.blueprints.staff.acting import MEANWHILE
from app.blueprints.staff.appointments import appointments
from app.blueprints.staff.navigation import breadcrumb
from app.clock import today
from app.formatting import plural
from app.htmx import Answer, render_section
from app.law import visit_delays
from app.models import RequestState, VisitKind
from app.pagination import Pages, page_number, searched
from app.security import me
from app.services import proposals
from app.services.planning import full_name
from app.services.staff import centres, request_handling
from app.services.staff import requests as service
from app.services.staff.requests import Filters, Found, Urgency
from app.unit_of_work import afterwards

EVERY = "toutes"
_DONE = {
    "prise": "Demande prise en charge",
    "proposee": "Créneau proposé à l’entreprise",
    "confirmee": "Rendez-vous confirmé",
    "refusee": "Demande refusée",
}
# Why an act was not done, by what the address says.
_NOT_DONE = {
    MEANWHILE: "La demande a changé pendant que vous la regardiez",
    "pas-a-vous": "Prenez d’abord la demande en charge",
}
Word = TypeVar("Word", bound=StrEnum)


@appointments.get("/")
def index() -> Answer:
    filters = _filters()
    page = service.page(filters, page_number())
    return render_section(
        "staff/appointments/index.html",
        "staff/appointments/_results.html",
        page_title="Demandes de rendez-vous" if page.number == 1 else f"Demandes de rendez-vous, page {page.number}",
        breadcrumb=breadcrumb(),
        filters=filters,
        states=list(RequestState),
        every=EVERY,
        kinds=list(visit_delays.ARTICLES),
        urgencies=list(Urgency),
        centres=[centre.name for centre in centres.every()],
        page=page,
        pages=Pages.of(page),
        tab="requests",
        announcement=plural(page.total, "demande"),
    )


@appointments.get("/<reference>")
def show(reference: str) -> Answer:
    found = find(reference)
    asked = request.args.get("fait", "")
    afterwards(partial(request_handling.note_read, me(), found))
    return render_template(
        "staff/appointments/show.html",
        page_title=f"Demande {found.request.reference}",
        breadcrumb=trail(found),
        found=found,
        name=full_name(found.employee),
        lines=told(found.request.facts),
        article=visit_delays.ARTICLES.get(found.request.kind),
        urgency=service.urgency_of(found.request.state, found.request.latest_on),
        slot=proposals.slot_of(found.request),
        is_mine=found.request.taken_by_id == me().id,
        today=today(),
        done=_DONE.get(asked),
        not_done=_NOT_DONE.get(asked),
    )


def find(reference: str) -> Found:
    """A request, or a 404."""
    return service.find(reference) or abort(404)


def trail(found: Found, *further: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Down to this request, and beyond."""
    return breadcrumb((found.request.reference, shown(found) if further else None), *further)


def shown(found: Found, fact: str | None = None) -> str:
    """Where a request is read."""
    return url_for("staff.appointments.show", reference=found.request.reference, fait=fact)


def _filters() -> Filters:
    return Filters(
        query=searched(),
        state=_word(RequestState, "etat"),
        every=request.args.get("etat") == EVERY,
        kind=_word(VisitKind, "type"),
        urgency=_word(Urgency, "urgence"),
        centre=request.args.get("centre", "")[:100],
    )


def _word(words: type[Word], name: str) -> Word | None:
    """What the address asks for, when there is such a word."""
    asked = request.args.get(name, "")
    return words(asked) if asked in list(words) else None
