"""Every form of the portal: how one gets to it, its button, and what is typed in it by mistake or by malice."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.people import NUMBER, PASSWORD, People
from tests.support.browser import Browser
from tests.support.mailbox import Mailbox

Opening = Callable[[Browser, People, Mailbox], None]


@dataclass(frozen=True)
class PortalForm:
    """A form with something to type in, and the names of its fields."""

    open: Opening
    button: str
    texts: tuple[str, ...]
    passwords: tuple[str, ...] = ()
    # What the other fields hold when only one is hostile.
    good: dict[str, str] = field(default_factory=dict)


def _sign_in(browser: Browser, people: People, _mailbox: Mailbox) -> None:
    people.yann  # noqa: B018
    browser.get("/connexion")


def _password(browser: Browser, people: People, _mailbox: Mailbox) -> None:
    browser.get("/connexion")
    browser.submit("Valider", {"Votre adresse e-mail": people.yann}, expect=200)


def _identify(browser: Browser, people: People, _mailbox: Mailbox) -> None:
    people.bakery  # noqa: B018
    browser.get("/connexion/code")


def _register(browser: Browser, people: People, mailbox: Mailbox) -> None:
    _identify(browser, people, mailbox)
    browser.submit("Valider", {"Code adhérent": "220417", "N° télédéclarant": NUMBER})


def _forgotten(browser: Browser, _people: People, _mailbox: Mailbox) -> None:
    browser.get("/mot-de-passe-oublie")


def must_choose_password(browser: Browser, people: People, mailbox: Mailbox) -> None:
    """Signed in by a one-time code, with nothing to do but choose a password."""
    browser.get("/mot-de-passe-oublie")
    browser.submit("Recevoir", {"Adresse e-mail": people.yann})
    browser.sign_in(people.yann, mailbox.password_sent_to(people.yann))


def _at_the_bakery(address: str) -> Opening:
    def go(browser: Browser, people: People, _mailbox: Mailbox) -> None:
        people.attach(people.jeanne, people.bakery)
        people.employee(people.bakery, "DURAND", "Élise")
        browser.sign_in(people.jeanne)
        browser.get(f"/e/{people.bakery}/salaries/{address}")

    return go


def _signed_in(address: str) -> Opening:
    def go(browser: Browser, people: People, _mailbox: Mailbox) -> None:
        browser.sign_in(people.jeanne)
        browser.get(address)

    return go


_EMPLOYEE = (
    "birth_name", "usual_name", "first_name", "born_on", "entered_on", "job", "pcs", "contract_ends_on", "others",
    "email", "mobile",
)  # fmt: skip
ROUX = {
    "birth_name": "Roux", "first_name": "Zoé", "born_on": "04/05/1990", "entered_on": "01/02/2020", "job": "Vendeuse",
    "contract": "CDI", "nothing": "y",
}  # fmt: skip


def _asking(browser: Browser, people: People, _mailbox: Mailbox) -> None:
    browser.sign_in(people.yann)
    number = people.employee(people.bakery, "DURAND", "Élise")
    browser.get(f"/e/{people.bakery}/salaries/{number}/rendez-vous/nouveau", type="demande-employeur")


def _of_the_bakery(page: str) -> Opening:
    def go(browser: Browser, people: People, _mailbox: Mailbox) -> None:
        browser.sign_in(people.yann)
        browser.get(f"/e/{people.bakery}/{page}")

    return go


def _anybody(address: str) -> Opening:
    def go(browser: Browser, _people: People, _mailbox: Mailbox) -> None:
        browser.get(address)

    return go


ADDRESS = ("street", "extra", "postcode", "city")
PLACE = {"street": "4 rue Exemple", "postcode": "22000", "city": "SAINT-BRIEUC"}
REACHED = {"phone": "0296000000"}
IDENTITY = {"last_name": "David", "first_name": "Jeanne", "job_title": "Comptable"}
FORMS = {
    "sign in": PortalForm(_sign_in, "Valider", ("email",)),
    "password": PortalForm(_password, "Valider", ("email",), ("password",)),
    "identifiers": PortalForm(_identify, "Valider", ("member_code", "declarant_number")),
    "account": PortalForm(
        _register,
        "Créer le compte",
        ("last_name", "first_name", "job_title", "email", "confirmation", "mobile", "firm_name"),
        good={**IDENTITY, "email": "nadia@example.org", "confirmation": "nadia@example.org"},
    ),
    "forgotten": PortalForm(_forgotten, "Recevoir", ("email",)),
    "choose password": PortalForm(must_choose_password, "Enregistrer", (), ("password", "confirmation")),
    "profile": PortalForm(
        _signed_in("/profil/modifier"),
        "Enregistrer",
        ("last_name", "first_name", "job_title", "mobile", "firm_name"),
        good=IDENTITY,
    ),
    "change password": PortalForm(
        _signed_in("/profil/mot-de-passe"), "Enregistrer", (), ("current", "password", "confirmation"),
        good={"current": PASSWORD},
    ),
    "add a company": PortalForm(
        _signed_in("/entreprises/ajouter"), "Valider", ("member_code", "declarant_number", "reference")
    ),
    "declare an employee": PortalForm(_at_the_bakery("nouveau"), "Enregistrer", _EMPLOYEE, good=ROUX),
    "correct an employee": PortalForm(_at_the_bakery("1/modifier"), "Enregistrer", _EMPLOYEE, good=ROUX),
    "declare a departure": PortalForm(_at_the_bakery("1/depart"), "Enregistrer le départ", ("left_on",)),
    "appointment": PortalForm(
        _asking,
        "Envoyer la demande",
        ("informed_on", "email", "mobile"),
        good={"reason": "Difficultés répétées au poste", "informed_on": "01/09/2026"},
    ),
    "change address": PortalForm(
        _signed_in("/profil/e-mail"), "Recevoir le lien", ("email",), ("password",),
        good={"email": "nouveau@example.org", "password": PASSWORD},
    ),
    "close account": PortalForm(
        _signed_in("/profil/supprimer"), "Supprimer mon compte", (), ("password",), good={"password": PASSWORD}
    ),
    "coordinates": PortalForm(
        _of_the_bakery("compte/coordonnees"), "Enregistrer", ("phone", "email", *ADDRESS), good=PLACE | REACHED
    ),
    "billing": PortalForm(
        _of_the_bakery("compte/facturation"), "Enregistrer", ("name", "email", *ADDRESS), good=PLACE | {"name": "X"}
    ),
    "contact of a company": PortalForm(
        _of_the_bakery("compte/contacts/nouveau"), "Enregistrer", ("name", "job_title", "phone", "email"),
        good=REACHED | {"kind": "rh", "name": "Nadia"},
    ),
    "invitation": PortalForm(
        _of_the_bakery("compte/acces/inviter"), "Envoyer l’invitation",
        ("last_name", "first_name", "job_title", "email"), ("password",),
        good=IDENTITY | {"email": "nadia@example.org", "password": PASSWORD},
    ),
    "message": PortalForm(
        _anybody("/contact"), "Envoyer le message", ("name", "email", "company", "body"),
        good={"name": "Nadia", "email": "nadia@example.org", "subject": "autre", "body": "Bonjour"},
    ),
    "message about a company": PortalForm(
        _of_the_bakery("contact"), "Envoyer le message", ("body",), good={"subject": "autre", "body": "Bonjour"}
    ),
    "import a list": PortalForm(_signed_in("/entreprises/importer"), "Ajouter ces", ("lines",)),
}  # fmt: skip

# What people and machines send. All of it is text that a browser could post.
HOSTILE = {
    "nothing": "",
    "spaces": "   \u00a0  ",
    "invisible": "\u200b\u200b",
    "10,000 characters": "x" * 10_000,
    "NUL": "a\0b",
    "control characters": "a\x01\x1b[31mb",
    "line breaks": "a\r\nBcc: b@example.org",
    "emoji": "🥖👩‍🍳",
    "script": "<script>alert(1)</script>",
    "quote": "'; --",
    "attribute": '" onfocus="alert(1)" autofocus="',
    "template": "{{ 7 * 7 }}{% raw %}",
    "right to left": "abc\u202edef",
    "half a character": "caf\ufffd",
    "a number": "99999999999999999999",
    "path": "../../etc/passwd",
}
