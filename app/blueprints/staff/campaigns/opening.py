"""What members will see, and the opening itself."""

from flask import render_template, url_for

from app.blueprints.staff.campaigns import campaigns
from app.blueprints.staff.campaigns.found import campaign_of, page
from app.content import passages
from app.forms.base import Confirmation
from app.htmx import Answer, done, render_form
from app.security import keeps_input, me
from app.services import new_hires
from app.services.staff import campaign_opening, campaign_preview
from app.services.staff.campaign_opening import CannotOpen


@campaigns.get("/<row:year>/apercu")
def preview(year: int) -> Answer:
    campaign = campaign_of(year)
    return render_template(
        "staff/campaigns/preview.html",
        **page(campaign, f"Aperçu de la campagne {year}"),
        intro=passages.to_html(campaign.intro) if campaign.intro else None,
        where=campaign_preview.standing(campaign),
        present=campaign_preview.EXAMPLE,
        asks_payroll=campaign_preview.asks_payroll(campaign),
        may_declare=False,
        amounts=campaign_preview.amounts(campaign),
        new_hires=new_hires.terms(campaign),
        letter=campaign_preview.letter(campaign),
    )


@campaigns.route("/<row:year>/ouvrir", methods=["GET", "POST"])
@keeps_input
def open_(year: int) -> Answer:
    campaign = campaign_of(year)
    form = Confirmation()
    if form.validate_on_submit():
        try:
            job = campaign_opening.open_now(me(), campaign)
        except CannotOpen as why:
            form.refuse(str(why).rstrip("."))
        else:
            return done(url_for("staff.jobs.show", public_id=job.public_id))
    return render_form(
        "staff/campaigns/open.html",
        form,
        **page(campaign, f"Ouvrir la campagne {year}"),
        obstacle=campaign_opening.obstacle(campaign),
        audience=campaign_opening.audience(campaign),
    )
