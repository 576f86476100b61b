from typing import Any

from flask import request, url_for

from app.blueprints.public import public
from app.blueprints.public.forms import ContactForm
from app.formatting import wait
from app.forms.once import sent_once
from app.htmx import Answer, render_form
from app.security import keeps_input, me_or_none
from app.services import contact_messages
from app.services.contact_messages import REFERENCE, SUBJECTS
from app.services.throttle import TooManyAttempts
from app.tenancy import CompanyAccess

TITLE = "Contactez-nous"


@public.route("/contact", methods=["GET", "POST"])
@keeps_input
def contact() -> Answer:
    return contact_page("public/contact.html", "public.contact")


def contact_page(template: str, endpoint: str, *, access: CompanyAccess | None = None, **context: Any) -> Answer:
    """How to reach the association, and the form; inside a company the message is about that company."""
    user = me_or_none()
    form = ContactForm(subject=_asked_subject())
    if user is not None:
        del form.name
        del form.email
    if access is not None:
        del form.company
    if form.validate_on_submit():
        name, email = (user.described, user.email) if user else (str(form.name.data), str(form.email.data))
        try:
            contact_messages.count_attempt(email, request.remote_addr)
        except TooManyAttempts as error:
            form.refuse(f"Trop de messages en peu de temps. Patientez {wait(error.minutes)}, ou appelez-nous")
        else:
            message = form.message(name, email)
            return sent_once(form, lambda: url_for(endpoint, envoye=contact_messages.send(access, user, message)))
    return render_form(
        template,
        form,
        page_title=TITLE,
        centres=contact_messages.centres(),
        sent=_sent_reference(),
        **context,
    )


def _asked_subject() -> str:
    """The subject that a link proposes."""
    asked = request.args.get("sujet", "")
    return asked if asked in SUBJECTS else ""


def _sent_reference() -> str | None:
    asked = request.args.get("envoye", "")
    return asked if request.method == "GET" and REFERENCE.fullmatch(asked) else None
