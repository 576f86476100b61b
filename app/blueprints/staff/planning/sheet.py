"""The planning of a day or of a week."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import groupby

from flask import current_app, request, url_for

from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.planning import planning
from app.blueprints.staff.section import may
from app.clock import today
from app.formatting import day_month, long_date, plural
from app.forms.dates import read_date
from app.htmx import Answer, render_section
from app.models import StaffRight
from app.pagination import Pages, page_number
from app.security import me
from app.services.staff import centres
from app.services.staff import visits as service
from app.services.staff.visits import Span
from app.unit_of_work import afterwards

WEEK = "semaine"
FIRST_YEAR, LAST_YEAR = 2000, 2099
_DAY = timedelta(days=1)
_IMPORTS = "staff.imports.index"


@dataclass(frozen=True)
class View:
    """What is shown: a day, or the week that it is in; in one centre or in all."""

    day: date
    is_week: bool
    centre: str

    @property
    def span(self) -> Span:
        first = self.day - self.day.weekday() * _DAY if self.is_week else self.day
        return Span(first, first + 6 * _DAY if self.is_week else first, self.centre)

    @property
    def title(self) -> str:
        return (
            f"Semaine du {day_month(self.span.first)} {self.span.first.year}" if self.is_week else long_date(self.day)
        )

    def address(self, day: date) -> str:
        """The same, of another day."""
        view, centre = WEEK if self.is_week else None, self.centre or None
        return url_for("staff.planning.index", jour=day.isoformat(), vue=view, centre=centre)

    @property
    def before(self) -> date:
        return self.day - (7 if self.is_week else 1) * _DAY

    @property
    def after(self) -> date:
        return self.day + (7 if self.is_week else 1) * _DAY


@planning.get("/")
def index() -> Answer:
    view = _view()
    page = service.page(view.span, page_number())
    afterwards(partial(service.note_planning_read, me(), view.span))
    imports = _IMPORTS if may(StaffRight.ADMINISTRATION) and _IMPORTS in current_app.view_functions else None
    return render_section(
        "staff/planning/index.html",
        "staff/planning/_results.html",
        page_title="Planning des centres" if page.number == 1 else f"Planning des centres, page {page.number}",
        breadcrumb=breadcrumb(),
        view=view,
        today=today(),
        week=WEEK,
        centres=[centre.name for centre in centres.every()],
        days=[(day, list(visits)) for day, visits in groupby(page.rows, key=lambda one: one.day)],
        page=page,
        pages=Pages.of(page),
        imports_url=url_for(imports) if imports else None,
        announcement=plural(page.total, "visite"),
    )


def _view() -> View:
    return View(_day(), request.args.get("vue") == WEEK, request.args.get("centre", "")[:100])


def _day() -> date:
    """« 2027-02-03 », or as the French write it; anything else, or a day that no calendar leads to, is today."""
    found = read_date(request.args.get("jour", "")[:40])
    return found if found and FIRST_YEAR <= found.year <= LAST_YEAR else today()
