"""The list of campaigns, their dates and their text."""

from flask import render_template, url_for

from app.blueprints.staff.campaigns import campaigns
from app.blueprints.staff.campaigns.forms import ChangeCampaign, NewCampaign, seen_revision
from app.blueprints.staff.campaigns.found import STATES, campaign_of, page
from app.blueprints.staff.navigation import breadcrumb
from app.formatting import sentence
from app.forms.base import Form
from app.htmx import Answer, done, render_form
from app.security import keeps_input, me
from app.services import campaigns as calendar
from app.services.campaigns import WrongDates
from app.services.editing import ChangedMeanwhile
from app.services.staff import campaign_progress
from app.services.staff import campaigns as editing
from app.services.staff.campaigns import AlreadyThere

CHANGED = "Un collègue a modifié cette campagne entre-temps. Ouvrez-la à nouveau, puis refaites votre modification"


@campaigns.get("/")
def index() -> Answer:
    return render_template(
        "staff/campaigns/index.html",
        page_title="Campagnes",
        breadcrumb=breadcrumb(),
        campaigns=[(one, *STATES[calendar.state(one)]) for one in reversed(calendar.every())],
        funnels=campaign_progress.funnels(),
    )


@campaigns.route("/nouvelle", methods=["GET", "POST"])
@keeps_input
def create() -> Answer:
    form = NewCampaign()
    if form.validate_on_submit():
        try:
            campaign = editing.create(me(), int(form.year.data), form.dates, form.intro.data)
        except AlreadyThere:
            form.year.errors = ["Il y a déjà une campagne de cette année\u00a0: modifiez-la"]
        except WrongDates as wrong:
            _refuse(form, wrong)
        else:
            return done(url_for("staff.campaigns.show", year=campaign.year, fait="creee"))
    return render_form(
        "staff/campaigns/edit.html",
        form,
        page_title="Nouvelle campagne",
        breadcrumb=breadcrumb(("Nouvelle campagne", None)),
        campaign=None,
    )


@campaigns.route("/<row:year>/modifier", methods=["GET", "POST"])
@keeps_input
def edit(year: int) -> Answer:
    campaign = campaign_of(year)
    form = ChangeCampaign.of(campaign)
    if form.validate_on_submit():
        try:
            editing.change(me(), campaign, form.dates, form.intro.data, seen=seen_revision(form))
        except ChangedMeanwhile:
            form.refuse(CHANGED)
        except WrongDates as wrong:
            _refuse(form, wrong)
        else:
            return done(url_for("staff.campaigns.show", year=year, fait="modifiee"))
    return render_form("staff/campaigns/edit.html", form, **page(campaign, f"Modifier la campagne {year}"))


def _refuse(form: Form, wrong: WrongDates) -> None:
    form.refuse(sentence(str(wrong)))
