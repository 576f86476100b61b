from flask import abort, redirect, request, url_for

from app.blueprints.companies import companies, worklist
from app.forms.base import Confirmation
from app.htmx import Answer, done, render_form, render_section
from app.pagination import searched
from app.security import keeps_input, me
from app.services import declaration_queues, memberships, portfolio_status
from app.services.portfolio_page import PER_PAGE, Filters
from app.services.portfolio_status import Season

NOTHING_TICKED = "Cochez au moins une entreprise"
NOTHING_LEFT = "Il n’y a plus rien à déclarer pour les entreprises cochées"
_TEMPLATES = ("companies/index.html", "companies/_results.html")
_DOWNLOADS = {"recus": "companies.receipts", "factures": "companies.invoices"}
_DONE = {"quittee": "Vous ne gérez plus cette entreprise", "reference": "Réf. cabinet enregistrée"}


@companies.get("/")
def index() -> Answer:
    if me().is_staff:
        return redirect(url_for("staff.home.index"))
    return render_section(
        *_TEMPLATES,
        **worklist.context(portfolio_status.season()),
        form=Confirmation(formdata=None),
        ticked=(),
        all_ticked=request.args.get("cocher") == "tout",
        done=_DONE.get(request.args.get("fait", "")),
    )


@companies.post("/")
@keeps_input
def act() -> Answer:
    """What a button of the bar asks of the companies that are ticked, at the address of the list itself."""
    form, ticked, season = Confirmation(), request.form.getlist("e")[:PER_PAGE], portfolio_status.season()
    if form.validate_on_submit():
        if request.form.get("action") == "cocher":
            return done(worklist.address(page=request.args.get("page"), cocher="tout"))
        if url := _asked(form, ticked, season):
            return done(url)
    return _shown_again(form, ticked, season)


def refuse(message: str, ticked: list[str]) -> Answer:
    """The list again, as it was ticked, with what is wrong."""
    form = Confirmation(formdata=None)
    form.refuse(message)
    return _shown_again(form, ticked, portfolio_status.season())


def _shown_again(form: Confirmation, ticked: list[str], season: Season | None) -> Answer:
    context = worklist.context(season)
    return render_form(_TEMPLATES[0], form, **context, ticked=ticked, all_ticked=False, done=None)


def _asked(form: Confirmation, ticked: list[str], season: Season | None) -> str | None:
    """Where the button leads, or nowhere, with the reason in the form."""
    action = request.form.get("action")
    if not ticked:
        form.refuse(NOTHING_TICKED)
    elif action == "declarer":
        queue = declaration_queues.start(me(), season, ticked) if season and season.is_open else None
        if queue:
            return url_for("companies.queue", public_id=queue)
        form.refuse(NOTHING_LEFT)
    elif action in _DOWNLOADS:
        return worklist.address(_DOWNLOADS[action], e=ticked)
    else:
        abort(400)
    return None


@companies.get("/choix")
def choices() -> Answer:
    """What the switcher proposes: what matches, or the companies opened last."""
    query = searched()
    here = request.args.get("ici")
    listed, total = memberships.suggest(me(), query) if query else (memberships.recent(me(), but=here), 0)
    return render_section(
        "companies/choices.html",
        "companies/_choices.html",
        retitles=False,
        page_title="Choisir une entreprise",
        companies=listed,
        query=query,
        total=total,
        section=worklist.section(),
        announcement=worklist.found(total, Filters(query)) if query else "",
        breadcrumb=[("Mes entreprises", url_for("companies.index")), ("Choisir une entreprise", None)],
    )
