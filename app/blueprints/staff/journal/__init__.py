"""Journal: who did what, and whether anything was changed since."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from app.blueprints.staff.journal.forms import Search
from app.blueprints.staff.navigation import breadcrumb
from app.blueprints.staff.section import staff_section
from app.clock import today
from app.downloads import streamed
from app.htmx import Answer, done, render_section
from app.models import StaffRight
from app.security import me
from app.services import audit, jobs
from app.services import journal as service
from app.services.journal import Filters
from app.services.journal_words import FAMILIES
from app.unit_of_work import afterwards

journal = staff_section("journal", __name__, right=StaffRight.ADMINISTRATION, address="/journal")


@journal.get("")
def index() -> Answer:
    form = Search(formdata=request.args)
    valid = form.validate()
    if request.method == "GET":
        afterwards(partial(audit.record, "journal.read", actor=me()))
    return render_section(
        "staff/journal/index.html",
        "staff/journal/_results.html",
        page_title="Journal",
        breadcrumb=breadcrumb(),
        form=form,
        page=service.page(_filters(form), before=_before()) if valid else None,
        families=FAMILIES,
        older_url=lambda before: _address({**_query(), "avant": before}),
        newest_url=_address(_query()) if _before() else None,
        same_filters=_query(),
    )


@journal.post("/exporter")
def export() -> Answer:
    """The lines that are looked for, as a file; that somebody took them away is a line itself."""
    form = Search(formdata=request.form)
    if not form.validate():
        return done(_address(_query(request.form)))
    return streamed(service.export(me(), _filters(form)), f"journal-{today():%Y-%m-%d}.csv", "text/csv")


@journal.post("/verifier")
def verify() -> Answer:
    """Whether a line was changed, taken out or slipped in: a long work, since every line is read."""
    return done(url_for("staff.jobs.show", public_id=jobs.ask("journal.verify", me()).public_id))


def _filters(form: Search) -> Filters:
    return Filters(
        since=form.depuis.data,
        until=form.jusqu.data,
        family=form.famille.data or "",
        who=form.qui.data or "",
        company=form.entreprise.data or "",
        address=form.ip.data or "",
    )


def _address(query: dict[str, Any]) -> str:
    return f"{url_for('staff.journal.index')}?{urlencode(query)}" if query else url_for("staff.journal.index")


def _query(args: Any = None) -> dict[str, str]:
    """What is looked for, as the address says it."""
    given = request.args if args is None else args
    return {name: given[name] for name in ("depuis", "jusqu", "famille", "qui", "entreprise", "ip") if given.get(name)}


def _before() -> int | None:
    asked = request.args.get("avant", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
