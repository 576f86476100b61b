"""The tariff of a campaign, tried on what members declared the year before, then kept."""

from flask import request, url_for

from app.blueprints.staff.campaigns import campaigns
from app.blueprints.staff.campaigns.editing import CHANGED
from app.blueprints.staff.campaigns.forms import seen_revision
from app.blueprints.staff.campaigns.found import campaign_of, page
from app.blueprints.staff.campaigns.tariff_form import TariffForm
from app.blueprints.staff.section import may
from app.htmx import Answer, done, render_form
from app.law.fee_corridor import national_mean
from app.models import Campaign, StaffRight
from app.security import keeps_input, me
from app.services import notices, tariff_reading
from app.services.editing import ChangedMeanwhile
from app.services.staff import campaigns as editing
from app.services.staff import tariff_simulation
from app.services.staff.tariff_simulation import Simulation
from app.unit_of_work import save_now


@campaigns.route("/<row:year>/tarif", methods=["GET", "POST"])
@keeps_input
def tariff(year: int) -> Answer:
    campaign, form, simulation = campaign_of(year), TariffForm(), None
    declared = tariff_simulation.headcounts_year(campaign)
    if not form.is_submitted():
        form.show(campaign.tariff)
        form.seen.data, form.mean.data = str(campaign.revision), f"{national_mean(year) / 100:.2f}".replace(".", ",")
    elif form.validate():
        if request.form.get("action") == "simuler":
            simulation = _simulated(form, declared)
        elif _kept(form, campaign):
            return done(url_for("staff.campaigns.show", year=year, fait="tarif"))
    return render_form(
        "staff/campaigns/tariff.html",
        form,
        **page(campaign, f"Tarif de la campagne {year}"),
        absence=notices.absence_terms(),
        settings_url=url_for("staff.settings.edit", group="rendez-vous") if may(StaffRight.ADMINISTRATION) else None,
        declared=declared,
        simulation=simulation,
    )


def _simulated(form: TariffForm, declared: int | None) -> Simulation | None:
    """What the tariff that was typed brings; nothing is written, and nobody waits for it."""
    raw = form.tariff()
    if raw is None or declared is None:
        return None
    mean = int(form.mean.value * 100) if form.mean.value is not None else national_mean(declared)
    save_now()
    return tariff_simulation.simulate(tariff_reading.read(raw), declared, mean)


def _kept(form: TariffForm, campaign: Campaign) -> bool:
    try:
        editing.price(me(), campaign, form.tariff(), seen=seen_revision(form))
    except ChangedMeanwhile:
        form.refuse(CHANGED)
        return False
    return True
