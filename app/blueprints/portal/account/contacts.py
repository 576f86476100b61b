from flask import abort, g, url_for

from app.blueprints.portal.account import account
from app.blueprints.portal.account.editing import Page, edited
from app.blueprints.portal.account.forms import ContactForm
from app.blueprints.portal.section import requires
from app.forms.base import Confirmation
from app.forms.editing import flat
from app.forms.once import sent_once
from app.htmx import Answer, done, render_form
from app.navigation import breadcrumb
from app.permissions import Right
from app.security import keeps_input
from app.services import company_contacts
from app.services.company_contacts import MOST, TooManyContacts

ADDING = "Ajouter un contact"
EDITING = Page("portal/account/contact.html", "Modifier le contact", "contact")


@account.route("/contacts/nouveau", methods=["GET", "POST"])
@requires(Right.EDIT_COMPANY)
@keeps_input
def add_contact() -> Answer:
    form = ContactForm()
    if form.validate_on_submit():
        try:
            return sent_once(form, lambda: _added(form))
        except TooManyContacts:
            form.refuse(f"Cette entreprise a déjà {MOST} contacts. Supprimez-en un avant d’en ajouter un autre")
    return render_form(
        "portal/account/contact.html", form, page_title=ADDING, breadcrumb=breadcrumb(g.access, (ADDING, None))
    )


@account.route("/contacts/<row:number>", methods=["GET", "POST"])
@requires(Right.EDIT_COMPANY)
@keeps_input
def edit_contact(number: int) -> Answer:
    form = ContactForm(data=flat(_found(number)))

    def save(seen: str) -> None:
        if not company_contacts.edit(g.access, number, form.given(), seen):
            abort(404)

    return edited(form, EDITING, lambda: _found(number), save)


@account.route("/contacts/<row:number>/supprimer", methods=["GET", "POST"])
@requires(Right.EDIT_COMPANY)
@keeps_input
def remove_contact(number: int) -> Answer:
    contact, form, title = _found(number), Confirmation(), "Supprimer le contact"
    if form.validate_on_submit():
        company_contacts.remove(g.access, number)
        return done(url_for("portal.account.index", fait="contact-retire"))
    return render_form(
        "portal/account/remove_contact.html",
        form,
        contact=contact,
        page_title=title,
        breadcrumb=breadcrumb(g.access, (title, None)),
    )


def _added(form: ContactForm) -> str:
    company_contacts.add(g.access, form.given())
    return url_for("portal.account.index", fait="contact")


def _found(number: int) -> company_contacts.Contact:
    return company_contacts.find(g.access, number) or abort(404)
