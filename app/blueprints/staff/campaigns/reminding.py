"""Reminding some of those who have not declared: counted first, then confirmed, then done as a long work."""

from flask import url_for

from app.blueprints.staff.campaigns import campaigns
from app.blueprints.staff.campaigns.found import campaign_of, page
from app.blueprints.staff.campaigns.narrowing import filters, query_of
from app.forms.once import OnceForm, sent_once
from app.htmx import Answer, render_form
from app.security import keeps_input, me
from app.services.staff import campaign_reminders
from app.services.staff.campaign_members import Filters, Place, Size

NOT_NOW = "Aucune relance ne peut partir maintenant\u00a0: rien n’a été envoyé"


@campaigns.route("/<row:year>/relancer", methods=["GET", "POST"])
@keeps_input
def remind(year: int) -> Answer:
    campaign, target = campaign_of(year), _target()
    form = OnceForm()
    if form.validate_on_submit():
        try:
            return sent_once(form, lambda: _asked(campaign_reminders.ask(me(), campaign, target).public_id))
        except campaign_reminders.NotNow:
            form.refuse(NOT_NOW)
    return render_form(
        "staff/campaigns/remind.html",
        form,
        **page(campaign, "Relancer"),
        target=target,
        preview=campaign_reminders.preview(campaign, target),
        may_remind=campaign_reminders.may_remind(campaign),
        here=url_for("staff.campaigns.remind", year=year, **query_of(target)),
        places=campaign_reminders.PLACES,
        sizes=Size,
    )


def _target() -> Filters:
    """Only what is still to come is reminded."""
    asked = filters()
    place = asked.place if asked.place in campaign_reminders.PLACES else Place.TO_COME
    return Filters("", place, asked.size, asked.firm)


def _asked(job: str) -> str:
    return url_for("staff.jobs.show", public_id=job)
