"""The visits to come, as a list, as a month, on a sheet to print; each visit, and its summons."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from itertools import groupby

from flask import abort, g, render_template, request

from app.blueprints.portal.planning import planning
from app.clock import today
from app.downloads import attachment
from app.formatting import de, long_date, month, plural
from app.htmx import Answer, render_section
from app.navigation import breadcrumb
from app.pagination import Pages, page_number
from app.permissions import Right
from app.services import appointments, notices, summonses
from app.services import planning as service
from app.services.planning import Planned

# Months that a calendar leads to; others are as good as none.
FIRST_YEAR, LAST_YEAR = 2000, 2100
_DONE = {"absence": "Absence signalée", "report": "Demande de report envoyée"}
_NOT_DONE = {
    "deja": "Cela nous a déjà été signalé",
    "passe": "Ce rendez-vous ne peut plus être modifié sur le portail",
}


@dataclass(frozen=True)
class Month:
    """A month on a wall: weeks of days, and the months beside it."""

    first: date
    weeks: list[list[date]]
    before: date | None
    after: date | None

    @classmethod
    def of(cls, year: int, number: int) -> "Month":
        first = date(year, number, 1)
        before, after = (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=31)).replace(day=1)
        return cls(
            first,
            calendar.Calendar().monthdatescalendar(year, number),
            before if before.year >= FIRST_YEAR else None,
            after if after.year <= LAST_YEAR else None,
        )

    @property
    def last(self) -> date:
        return max(day for day in self.weeks[-1] if day.month == self.first.month)


@planning.get("/planning")
def index() -> Answer:
    view = request.args.get("vue", "")
    if view == "mois":
        return _month()
    return _sheet() if view == "impression" else _list()


def _list() -> Answer:
    day = _day(request.args.get("jour", ""))
    page = service.upcoming(g.access, page_number(), day=day)
    may_ask = g.access.may(Right.REQUEST_VISITS)
    title = f"Visites du {long_date(day)}" if day else "Mon planning"
    return render_section(
        "portal/planning/index.html",
        "portal/planning/_list.html",
        page_title=title if page.number == 1 else f"{title}, page {page.number}",
        breadcrumb=breadcrumb(g.access, (title, None)) if day else breadcrumb(g.access),
        view="liste",
        months=[(first, list(visits)) for first, visits in groupby(page.rows, key=lambda one: one.day.replace(day=1))],
        page=page,
        pages=Pages.of(page),
        day=day,
        waiting=appointments.waiting(g.access),
        may_ask=may_ask,
        announcement=plural(page.total, "visite") if day else plural(page.total, "visite à venir", "visites à venir"),
    )


def _month() -> Answer:
    shown = _asked_month(request.args.get("mois", ""))
    return render_section(
        "portal/planning/month.html",
        "portal/planning/_month.html",
        page_title=f"Mon planning, {month(shown.first)}",
        breadcrumb=breadcrumb(g.access),
        view="mois",
        shown=shown,
        squares=service.month(g.access, shown.first, shown.last),
        today=today(),
        may_ask=g.access.may(Right.REQUEST_VISITS),
        announcement=f"Visites de {month(shown.first)}",
    )


def _sheet() -> Answer:
    visits = service.all_upcoming(g.access)
    return render_template(
        "portal/planning/sheet.html",
        page_title="Planning à imprimer",
        breadcrumb=breadcrumb(g.access, ("Planning à imprimer", None)),
        visits=visits,
        most=service.MOST,
        printed_on=today(),
    )


@planning.get("/planning/visites/<row:number>")
def visit(number: int) -> Answer:
    found = find(number)
    return render_template(
        "portal/planning/visit.html",
        page_title=f"Rendez-vous {de(found.name)}",
        breadcrumb=breadcrumb(g.access, (found.name, None)),
        visit=found,
        terms=notices.terms(found),
        told=notices.told(g.access, found),
        reasons=notices.REASONS,
        may_ask=g.access.may(Right.REQUEST_VISITS),
        done=_DONE.get(request.args.get("fait", "")),
        not_done=_NOT_DONE.get(request.args.get("fait", "")),
    )


@planning.get("/planning/visites/<row:number>/convocation")
def summons(number: int) -> Answer:
    """The summons as a page: the same as the PDF."""
    found = find(number)
    written = summonses.write(g.access, found) or abort(404)
    return render_template(
        "portal/planning/summons.html",
        page_title=written.title,
        breadcrumb=breadcrumb(g.access, (found.name, None)),
        visit=found,
        summons=written,
    )


@planning.get("/planning/visites/<row:number>/convocation.pdf")
def summons_pdf(number: int) -> Answer:
    written = summonses.write(g.access, find(number)) or abort(404)
    return attachment(BytesIO(summonses.write_pdf(written)), written.file_name, "application/pdf")


def find(number: int) -> Planned:
    """A visit that this person may know of, or a 404."""
    return service.find(g.access, number) or abort(404)


def _asked_month(asked: str) -> Month:
    """« 2027-02 »; anything else is the present month."""
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", asked, re.ASCII)
    if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return Month.of(int(found[1]), int(found[2]))
    return Month.of(today().year, today().month)


def _day(asked: str) -> date | None:
    """« 2027-02-03 »; anything else is no day."""
    try:
        return date.fromisoformat(asked) if re.fullmatch(r"\d{4}-\d\d-\d\d", asked, re.ASCII) else None
    except ValueError:
        return None
