from flask import g, make_response, render_template, request, url_for

from app.blueprints.auth import device
from app.blueprints.auth.confirming import tried
from app.blueprints.profile import profile
from app.blueprints.profile.forms import EmailChangeForm
from app.blueprints.profile.trail import trail
from app.forms.base import Confirmation
from app.htmx import Answer, done, render_form
from app.security import keeps_input, me
from app.services import email_changes

TITLE = "Modifier mon adresse e-mail"


@profile.route("/e-mail", methods=["GET", "POST"])
@keeps_input
def email() -> Answer:
    form = EmailChangeForm()
    if form.validate_on_submit() and _asked(form):
        return done(url_for("profile.email", fait="envoye"))
    waiting = email_changes.waiting(me())
    return render_form(
        "profile/email.html",
        form,
        page_title=TITLE,
        breadcrumb=trail(TITLE),
        waiting=waiting,
        sent=request.args.get("fait") == "envoye" and request.method == "GET" and waiting,
    )


@profile.route("/e-mail/<token>", methods=["GET", "POST"])
@keeps_input
def confirm_email(token: str) -> Answer:
    """Where the link of the letter leads. Looking at it changes nothing: programs that check mail do look."""
    change = email_changes.found(me(), token)
    if change is None:
        return render_template("profile/link_over.html", page_title="Lien expiré", breadcrumb=trail("Lien expiré")), 404
    form = Confirmation()
    if form.validate_on_submit():
        try:
            email_changes.confirm(me(), change, here=g.user_session)
        except email_changes.AddressTaken:
            form.refuse("Un autre compte utilise cette adresse. Choisissez-en une autre")
        else:
            response = make_response(done(url_for("profile.show", fait="e-mail")))
            device.remember(response, me().email)
            return response
    title = "Confirmer ma nouvelle adresse"
    return render_form(
        "profile/confirm_email.html", form, new_email=change.email, page_title=title, breadcrumb=trail(title)
    )


def _asked(form: EmailChangeForm) -> bool:
    try:
        return tried(
            form,
            lambda: email_changes.ask(me(), str(form.email.data), str(form.password.data), address=request.remote_addr),
        )
    except email_changes.SameAddress:
        form.email.errors = ["C’est déjà l’adresse de votre compte"]
        return False
