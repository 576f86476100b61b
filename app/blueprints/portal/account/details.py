from flask import g

from app.blueprints.portal.account import account
from app.blueprints.portal.account.editing import Page, edited
from app.blueprints.portal.account.forms import BillingForm, CoordinatesForm
from app.blueprints.portal.section import requires
from app.forms.editing import flat
from app.htmx import Answer
from app.permissions import Right
from app.security import keeps_input
from app.services import company_details

COORDINATES = Page("portal/account/coordinates.html", "Modifier les coordonnées", "coordonnees")
BILLING = Page("portal/account/billing.html", "Modifier la facturation", "facturation")


@account.route("/coordonnees", methods=["GET", "POST"])
@requires(Right.EDIT_COMPANY)
@keeps_input
def coordinates() -> Answer:
    form = CoordinatesForm(data=flat(company_details.coordinates(g.access)))
    return edited(
        form,
        COORDINATES,
        lambda: company_details.coordinates(g.access),
        lambda seen: company_details.save_coordinates(g.access, form.given(), seen),
    )


@account.route("/facturation", methods=["GET", "POST"])
@requires(Right.EDIT_COMPANY)
@keeps_input
def billing() -> Answer:
    form = BillingForm(data=flat(company_details.billing(g.access)))
    return edited(
        form,
        BILLING,
        lambda: company_details.billing(g.access),
        lambda seen: company_details.save_billing(g.access, form.given(), seen),
    )
