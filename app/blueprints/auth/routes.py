from flask import current_app, g, make_response, redirect, request, session, url_for
from flask_login import current_user

from app.blueprints.auth import auth, device
from app.blueprints.auth.forms import EmailStep, PasswordChoice, PasswordStep
from app.htmx import Answer, done, render_form
from app.landing import after_sign_in
from app.reading import readable
from app.security import keeps_input, me, needs_no_token, sign_in_browser
from app.services import accounts, sessions, sign_in
from app.services.staff import viewing
from app.services.throttle import TooManyAttempts

TITLE = "Connexion à votre espace"


@auth.get("/connexion")
def sign_in_page() -> Answer:
    if current_user.is_authenticated:
        return redirect(after_sign_in(me(), request.args.get("suite")))
    form = EmailStep(email=readable(request.args.get("email", "")), suite=request.args.get("suite", ""))
    return render_form(
        "auth/sign_in.html",
        form,
        page_title=TITLE,
        notice=_notice(),
        ended=request.args.get("fin"),
        idle_minutes=int(current_app.config["SESSION_IDLE"].total_seconds() // 60),
    )


@auth.post("/connexion")
@keeps_input
def identify() -> Answer:
    """Any well-formed address leads to the second step: accounts are not looked up here."""
    form = EmailStep()
    if not form.validate_on_submit():
        return render_form("auth/sign_in.html", form, fragment="auth/_email.html", page_title=TITLE)
    second = PasswordStep(formdata=None, email=form.email.data, suite=form.suite.data)
    second.focus_password()
    return render_form(
        "auth/password.html", second, fragment="auth/_password.html", page_title=f"Mot de passe – {TITLE}"
    )


@auth.get("/connexion/mot-de-passe")
def password_page() -> Answer:
    return redirect(url_for("auth.sign_in_page"))


@auth.post("/connexion/mot-de-passe")
@keeps_input
def password() -> Answer:
    form = PasswordStep()
    if form.validate_on_submit() and (signed_in := _checked(form)):
        user = signed_in.user
        sign_in_browser(user, sessions.open_for(user, must_choose_password=signed_in.must_choose_password))
        if signed_in.must_choose_password:
            return done(url_for("auth.choose_password"))
        response = make_response(done(after_sign_in(user, form.suite.data)))
        device.remember(response, user.email)
        return response
    return render_form("auth/password.html", form, fragment="auth/_password.html", page_title=f"Mot de passe – {TITLE}")


def _checked(form: PasswordStep) -> sign_in.SignedIn | None:
    email = str(form.email.data)
    try:
        return sign_in.check(email, str(form.password.data), address=request.remote_addr, device=device.known_to(email))
    except sign_in.WrongPassword as error:
        form.wrong_password(error.remaining)
    except sign_in.ProvisionalOver:
        form.provisional_over()
    except TooManyAttempts as error:
        form.too_many(error.minutes)
    return None


@auth.post("/deconnexion")
@needs_no_token
def log_out() -> Answer:
    """A page of before another sign-in must still let one out."""
    viewing.stop(me(), g.user_session)
    sessions.end(g.user_session)
    session.clear()
    return done(url_for("auth.sign_in_page", etat="deconnecte"))


@auth.route("/compte/mot-de-passe/nouveau", methods=["GET", "POST"])
@keeps_input
def choose_password() -> Answer:
    """The personal password that replaces the mailed one; until it is chosen, nothing else opens."""
    form = PasswordChoice()
    if not g.user_session.must_choose_password:
        return redirect(url_for("profile.password"))
    if form.validate_on_submit():
        try:
            token = accounts.choose_password(me(), str(form.password.data))
        except accounts.PasswordRefused as refusal:
            form.password.errors = [str(refusal)]
        else:
            user = me()
            sign_in_browser(user, token)
            response = make_response(done(after_sign_in(user, None)))
            device.remember(response, user.email)
            return response
    return render_form("auth/choose_password.html", form, page_title="Choisissez votre mot de passe")


_NOTICES = {
    "deconnecte": "Vous êtes déconnecté.",
    "partout": "Vous êtes déconnecté de tous vos appareils.",
    "supprime": "Votre compte est supprimé. Un e-mail vous le confirme.",
}


def _notice() -> str | None:
    return _NOTICES.get(request.args.get("etat", ""))
