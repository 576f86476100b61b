from flask import redirect, request, session, url_for
from flask_login import current_user

from app.blueprints.onboarding import onboarding
from app.blueprints.onboarding.forms import AccountForm, Identifiers
from app.blueprints.onboarding.proof import proved
from app.formatting import wait
from app.htmx import Answer, done, render_form, render_section, wants_fragment
from app.security import keeps_input
from app.services import accounts, enrolment
from app.services.throttle import TooManyAttempts


@onboarding.route("/connexion/code", methods=["GET", "POST"])
@keeps_input
def identify() -> Answer:
    if current_user.is_authenticated:
        return redirect(url_for("companies.add"))
    form = Identifiers()
    if form.validate_on_submit() and (proof := proved(form)):
        session["enrolment"] = enrolment.grant(proof)
        return done(url_for("onboarding.register"))
    return render_form(
        "onboarding/identify.html",
        form,
        page_title="Connexion avec votre code adhérent",
        expired=request.args.get("expire") == "1",
    )


@onboarding.route("/inscription", methods=["GET", "POST"])
@keeps_input
def register() -> Answer:
    found = enrolment.granted(session.get("enrolment"))
    if found is None:
        return redirect(url_for("onboarding.identify", expire=1 if "enrolment" in session else None))
    grant, proof = found
    shown = proof.company.public_id
    form = AccountForm(data={**_typed_before(grant.details), "company": shown})
    if form.validate_on_submit() and form.is_about(shown):
        try:
            accounts.register(form.person(), grant, proof.company, request.remote_addr)
        except accounts.TooManyCorrections:
            form.refuse("Cette adresse a déjà été corrigée plusieurs fois. Contactez-nous")
        except TooManyAttempts as error:
            form.refuse(f"Trop d’e-mails envoyés à cette adresse. Réessayez dans {wait(error.minutes)}")
        else:
            session["registered"] = form.email.data
            return done(url_for("onboarding.sent"))
    return render_form("onboarding/register.html", form, company=proof.company, page_title="Créer votre compte")


def _typed_before(details: dict[str, str]) -> dict[str, str]:
    """To correct an address, the rest of the form is given back; the address itself is to be typed again."""
    return {name: value for name, value in details.items() if name != "email"}


@onboarding.get("/inscription/envoyee")
def sent() -> Answer:
    email = session.get("registered")
    if not email:
        return redirect(url_for("onboarding.identify"))
    return _sent_page(email, again=request.args.get("renvoye") == "1")


@onboarding.post("/inscription/envoyee")
def send_again() -> Answer:
    """Another first password, for who received none."""
    email, found = session.get("registered"), enrolment.granted(session.get("enrolment"))
    if not email:
        return redirect(url_for("onboarding.identify"))
    if found is None:
        return _sent_page(
            email,
            refusal="Ce délai est passé. Depuis la page de connexion, choisissez « Réinitialiser votre mot de passe ».",
        )
    try:
        accounts.send_first_password_again(email, found[1].company, request.remote_addr)
    except TooManyAttempts as error:
        return _sent_page(email, refusal=f"Plusieurs e-mails sont déjà partis. Patientez {wait(error.minutes)}.")
    return _sent_page(email, again=True) if wants_fragment() else done(url_for("onboarding.sent", renvoye=1))


def _sent_page(email: str, *, again: bool = False, refusal: str | None = None) -> Answer:
    page = render_section(
        "onboarding/sent.html",
        "onboarding/_again.html",
        retitles=False,
        email=email,
        again=again,
        refusal=refusal,
        page_title="Consultez votre messagerie",
    )
    return page, 422 if refusal else 200
