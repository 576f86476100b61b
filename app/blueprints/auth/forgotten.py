from flask import redirect, render_template, request, session, url_for

from app.blueprints.auth import auth
from app.blueprints.auth.forms import ForgottenPassword
from app.htmx import Answer, done, render_form
from app.security import keeps_input
from app.services import accounts

TITLE = "Réinitialiser votre mot de passe"


@auth.route("/mot-de-passe-oublie", methods=["GET", "POST"])
@keeps_input
def forgotten() -> Answer:
    form = ForgottenPassword()
    if form.validate_on_submit():
        accounts.request_reset(str(form.email.data), request.remote_addr)
        session["reset_for"] = form.email.data
        return done(url_for("auth.forgotten_sent"))
    return render_form("auth/forgotten.html", form, page_title=TITLE)


@auth.get("/mot-de-passe-oublie/envoye")
def forgotten_sent() -> Answer:
    """The same page whether an account exists or not."""
    email = session.get("reset_for")
    if not email:
        return redirect(url_for("auth.forgotten"))
    return render_template("auth/forgotten_sent.html", email=email, page_title="Consultez votre messagerie")
