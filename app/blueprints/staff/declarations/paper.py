"""« Saisir pour l'adhérent »."""

from flask import url_for

from app.blueprints.staff.declarations import declarations
from app.blueprints.staff.declarations.forms import PaperForm
from app.blueprints.staff.declarations.showing import found, page
from app.formatting import day_in_words
from app.forms.once import sent_once
from app.htmx import Answer, render_form
from app.models import Campaign, Company
from app.security import keeps_input, me
from app.services import campaigns, declaring
from app.services.editing import ChangedMeanwhile
from app.services.staff import paper_declarations

CHANGED = (
    "La déclaration de cette entreprise a changé pendant votre saisie\u00a0: rien n’a été enregistré. "
    "Lisez ce qui est dit ci-dessous, puis enregistrez à nouveau"
)


@declarations.route("/<row:year>/<public_id:public_id>/saisir", methods=["GET", "POST"])
@keeps_input
def enter(year: int, public_id: str) -> Answer:
    campaign, company = found(year, public_id)
    tariff = campaigns.tariff_of(campaign)
    form, asks_payroll = PaperForm(), bool(tariff and tariff.asks_payroll)
    if form.is_right(campaign, asks_payroll=asks_payroll):
        try:
            return sent_once(form, lambda: _sent(form, campaign, company))
        except declaring.NotOpenYet:
            form.refuse(f"La campagne {year} n’ouvrira que le {day_in_words(campaign.opens_on)}")
        except ChangedMeanwhile:
            form.refuse(CHANGED)
    where = paper_declarations.standing(me(), company, campaign)
    form.seen.data = paper_declarations.mark(where)
    return render_form(
        "staff/declarations/enter.html",
        form,
        **page(campaign, company, "Saisir pour l’adhérent"),
        where=where,
        asks_payroll=asks_payroll,
        asks_short=bool(tariff and tariff.shortest_contract),
    )


def _sent(form: PaperForm, campaign: Campaign, company: Company) -> str:
    paper_declarations.send(me(), company, campaign, form.paper(), seen=form.seen.data or "")
    return url_for(".show", year=campaign.year, public_id=company.public_id, fait="saisie")
