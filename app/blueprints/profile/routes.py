from flask import g, make_response, render_template, request, session, url_for

from app.blueprints.auth import device
from app.blueprints.profile import profile
from app.blueprints.profile.forms import Identity, PasswordChange
from app.blueprints.profile.trail import trail
from app.formatting import wait
from app.htmx import Answer, done, render_form
from app.security import keeps_input, me, sign_in_browser
from app.services import accounts, email_changes, preferences, sessions, sign_in
from app.services.throttle import TooManyAttempts

_DONE = {
    "identite": "Profil enregistré",
    "mot-de-passe": "Mot de passe modifié",
    "e-mail": "Adresse e-mail modifiée",
    "e-mails": "Préférences enregistrées",
}


@profile.get("")
def show() -> Answer:
    return render_template(
        "profile/show.html",
        page_title="Mon profil",
        breadcrumb=trail(),
        sessions=sessions.live_of(me()),
        this_session=g.user_session,
        waiting_email=email_changes.waiting(me()),
        preferences=preferences.of(me()),
        done=_DONE.get(request.args.get("fait", "")),
    )


@profile.route("/modifier", methods=["GET", "POST"])
@keeps_input
def edit() -> Answer:
    form = Identity(obj=me())
    if form.validate_on_submit():
        accounts.describe(
            me(),
            last_name=str(form.last_name.data),
            first_name=str(form.first_name.data),
            job_title=str(form.job_title.data),
            mobile=form.mobile.data,
            firm_name=form.firm_name.data or None,
        )
        return done(url_for("profile.show", fait="identite"))
    return render_form(
        "profile/edit.html", form, page_title="Modifier mon profil", breadcrumb=trail("Modifier mon profil")
    )


@profile.route("/mot-de-passe", methods=["GET", "POST"])
@keeps_input
def password() -> Answer:
    form = PasswordChange()
    if form.validate_on_submit() and (token := _changed(form)):
        user = me()
        sign_in_browser(user, token)
        response = make_response(done(url_for("profile.show", fait="mot-de-passe")))
        device.remember(response, user.email)
        return response
    title = "Modifier mon mot de passe"
    return render_form("profile/password.html", form, page_title=title, breadcrumb=trail(title))


def _changed(form: PasswordChange) -> str | None:
    """The token of the new session, or None with the reason on the form."""
    try:
        return accounts.change_password(
            me(), str(form.current.data), str(form.password.data), address=request.remote_addr
        )
    except sign_in.WrongPassword:
        form.current.errors = ["Le mot de passe actuel est incorrect"]
    except TooManyAttempts as error:
        form.current.errors = [f"Trop de tentatives. Patientez {wait(error.minutes)}"]
    except accounts.PasswordRefused as refusal:
        form.password.errors = [str(refusal)]
    return None


@profile.post("/deconnexion")
def log_out_everywhere() -> Answer:
    """« Se déconnecter de tous les appareils », celui-ci compris."""
    sessions.end_all(me())
    session.clear()
    return done(url_for("auth.sign_in_page", etat="partout"))
