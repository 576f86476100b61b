"""Every page, in every state it has, by axe-core: nothing wrong, nothing undecided, no sideways scroll at 320 px."""

from datetime import timedelta

import pytest
from flask import Flask

from app.clock import today
from app.models import DeclarationState, DocumentKind, MembershipStatus
from tests.browser.axe import Inspector
from tests.browser.screen import Screen
from tests.people import NUMBER, People
from tests.support.declarations import campaign_under_way
from tests.support.documents import filled, published
from tests.support.mailbox import Mailbox
from tests.support.portfolio import declared
from tests.support.server import site_framing

pytestmark = pytest.mark.browser


@pytest.mark.looks_at("auth.choose_password", "auth.forgotten", "auth.forgotten_sent", "auth.sign_in_page")
def test_the_pages_of_who_signs_in(page: Screen, people: People, mailbox: Mailbox, inspector: Inspector) -> None:
    inspector.look(page.open("/connexion"))
    inspector.look(page.open("/connexion?fin=session"))
    inspector.look(page.open("/connexion?etat=deconnecte"))
    page.press("Valider", {"Votre adresse e-mail": "nobody"}).errors.wait_for()
    inspector.look(page, "sign-in refused")
    page.press("Valider", {"Votre adresse e-mail": people.yann}).field("Mot de passe").wait_for()
    inspector.look(page, "password")
    page.press("Valider", {"Mot de passe": "not this one"}).errors.wait_for()
    inspector.look(page, "password refused")

    inspector.look(page.open("/mot-de-passe-oublie"))
    page.press("Recevoir").errors.wait_for()
    inspector.look(page, "forgotten refused")
    page.press("Recevoir", {"Adresse e-mail": people.yann}).shows("Consultez votre messagerie")
    inspector.look(page)

    page.sign_in(people.yann, mailbox.password_sent_to(people.yann)).shows("Choisissez votre mot de passe")
    inspector.look(page)
    page.press("Enregistrer", {"Nouveau mot de passe": "court"}).errors.wait_for()
    inspector.look(page, "choice refused")


@pytest.mark.looks_at("onboarding.identify", "onboarding.register", "onboarding.sent")
def test_the_pages_of_a_first_access(page: Screen, people: People, inspector: Inspector) -> None:
    assert people.bakery
    inspector.look(page.open("/connexion/code"))
    inspector.look(page.open("/connexion/code?expire=1"))
    page.press("Valider", {"Code adhérent": "22 0417", "N° télédéclarant": "AAAAA-AAAAA"}).errors.wait_for()
    inspector.look(page, "code refused")
    page.press("Valider", {"Code adhérent": "22 0417", "N° télédéclarant": NUMBER}).shows("Créer votre compte")
    inspector.look(page)
    page.press("Créer le compte", {"N° mobile": "12"}).errors.wait_for()
    inspector.look(page, "registration refused")
    page.type_in({"Nom": "Le Gall", "Prénom": "Yann", "Fonction": "Gérant", "N° mobile": ""})
    page.type_in({"Adresse e-mail": "y@example.org", "Confirmer adresse e-mail": "y@example.org"})
    page.press("Créer le compte").shows("Consultez votre messagerie")
    inspector.look(page)
    page.press("Renvoyer").says("E-mail renvoyé")
    inspector.look(page, "sent again")


@pytest.mark.looks_at(
    "public.accessibility", "public.contact", "public.faq", "public.help_page", "public.legal", "public.privacy"
)
def test_the_pages_that_anybody_reads(page: Screen, inspector: Inspector) -> None:
    for path in ("/contact", "/aide", "/accessibilite", "/donnees-personnelles", "/mentions-legales"):
        inspector.look(page.open(path))
    for path in ("/faq", "/faq?q=mot+de+passe", "/faq?q=xyzxyz", "/nulle-part"):
        inspector.look(page.open(path))


@pytest.mark.looks_at(
    "portal.account.disown", "portal.account.leave", "portal.account.remove", "portal.faq.index", "portal.home.index"
)
def test_the_pages_of_an_employer(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    page.signed_in(app, people.yann)
    people.attach(people.maelle, people.garage)
    jeanne = people.attach(people.jeanne, people.bakery)
    for number in range(30):
        people.employee(people.bakery, f"DURAND{number}", "Élise")
    home = f"/e/{people.bakery}/"
    for path in ("", "salaries", "salaries?page=2", "salaries?q=durand1", "salaries?q=xyz", "faq", "compte"):
        inspector.look(page.open(home + path))
    for path in (f"compte/acces/{jeanne}/retirer", f"compte/acces/{jeanne}/pas-nous", "compte/quitter"):
        inspector.look(page.open(home + path))
    page.press("Ne plus gérer").errors.wait_for()
    inspector.look(page, "last manager")
    inspector.look(page.open(home + "compte?fait=reconnu"))
    inspector.look(page.open("/gestion/"))
    inspector.look(page.open("/nulle-part"))
    page.open(home + "salaries#menu")
    inspector.look(page, "menu open")


@pytest.mark.looks_at(
    "portal.documents.archive", "portal.documents.download", "portal.documents.index", "portal.documents.show"
)
def test_the_pages_of_documents(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    app.config.update(IBAN="FR1420041010050500013M02606", BIC="PSSTFRPPREN")
    page.signed_in(app, people.yann)
    home = f"/e/{people.bakery}/documents"
    inspector.look(page.open(home), "no document yet")
    filled(app, people.bakery, 28)
    to_pay = published(app, people.bakery, "F-2027-00412")
    lost = published(app, people.bakery, "A-1", DocumentKind.ATTESTATION, file=None)
    for query in ("", "?page=2", "?cocher=tout", "?type=AVOIR", "?etat=A_REGLER"):
        inspector.look(page.open(home + query))
    inspector.look(page.open(f"{home}/{to_pay}"), "an invoice to pay")
    inspector.look(page.open(f"{home}/{lost}"), "a document without its file")
    inspector.look(page.open(f"{home}/{lost}/telecharger"), "a file out of reach")
    inspector.look(page.open(f"{home}/archive"), "nothing ticked")
    page.open(home).main.get_by_role("link", name="Tout sélectionner").click()
    if page.javascript:
        page.announces("24 documents sélectionnés")
    inspector.look(page, "everything ticked")


@pytest.mark.looks_at("profile.edit", "profile.password", "profile.show")
def test_the_pages_of_a_person(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    page.signed_in(app, people.solene)
    home = f"/e/{people.garage}/"
    inspector.look(page.open(home + "salaries"))
    page.open(home).open_switcher().wait_for()
    inspector.look(page, "switcher with one company")
    inspector.look(page.open("/profil"))
    inspector.look(page.open("/profil?fait=identite"))
    inspector.look(page.open("/profil/modifier"))
    page.press("Enregistrer", {"Nom": "", "N° mobile": "12"}).errors.wait_for()
    inspector.look(page, "profile refused")
    inspector.look(page.open("/profil/mot-de-passe"))
    page.press("Enregistrer", {"Mot de passe actuel": "not this one"}).errors.wait_for()
    inspector.look(page, "new password refused")


@pytest.mark.looks_at("companies.add", "companies.choices", "companies.confirm", "companies.index")
def test_the_pages_of_an_accountant(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    page.signed_in(app, people.jeanne)
    inspector.look(page.open("/entreprises/"), "no company yet")
    clients = people.clients(people.jeanne, 60)
    people.attach(people.jeanne, people.garage, status=MembershipStatus.PENDING)
    for query in ("", "?page=2&tri=-ville", "?q=client+0001", "?q=xyz"):
        inspector.look(page.open(f"/entreprises/{query}"))
    inspector.look(page.open("/entreprises/choix?q=client"))
    inspector.look(page.open(f"/e/{clients[0]}/compte"))
    page.open_switcher().get_by_role("searchbox").fill("client")
    if page.javascript:
        page.announces("60 entreprises trouvées pour « client »")
    inspector.look(page, "switcher with results")

    inspector.look(page.open("/entreprises/ajouter"))
    page.press("Valider", {"Code adhérent": "220065", "N° télédéclarant": "AAAAA-AAAAA"}).errors.wait_for()
    inspector.look(page, "wrong pair")
    page.press("Valider", {"Code adhérent": "230001", "N° télédéclarant": NUMBER}).errors.wait_for()
    inspector.look(page, "already managed")
    assert people.bakery
    page.press("Valider", {"Code adhérent": "220417", "N° télédéclarant": NUMBER})
    inspector.look(page.shows("C’est bien cette entreprise ?"))
    page.press("Ajouter cette entreprise").says("a été ajoutée")
    inspector.look(page, "company added")


@pytest.mark.looks_at("companies.queue", "companies.refer")
def test_the_worklist_of_an_accountant(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    clients = people.clients(people.jeanne, 55)
    year = campaign_under_way(app)
    declared(app, clients[0], year=year)
    declared(app, clients[1], DeclarationState.DRAFT, year=year)
    published(app, clients[2], issued_on=today())
    people.attach(people.jeanne, people.company("PARTIE", "229999", left_on=today()))
    page.signed_in(app, people.jeanne)
    for query in ("", "?etat=en-cours", "?etat=en-retard", "?cocher=tout&tri=-etat&page=2"):
        inspector.look(page.open(f"/entreprises/{query}"))
    page.open("/entreprises/").press("Déclarer l’une après l’autre").errors.wait_for()
    inspector.look(page, "nothing ticked")
    inspector.look(page.open(f"/entreprises/reference/{clients[0]}"))
    page.press("Enregistrer", {"Réf. cabinet": "x" * 41}).errors.wait_for()
    inspector.look(page, "reference refused")
    page.press("Enregistrer", {"Réf. cabinet": "CLI-1"}).says("Réf. cabinet enregistrée")
    inspector.look(page, "reference kept")
    page.open("/entreprises/?cocher=tout").press("Déclarer l’une après l’autre")
    inspector.look(page.shows("Déclarer l’une après l’autre"), "a queue")
    campaign_under_way(app, due_on=today() - timedelta(days=2), closes_on=today() - timedelta(days=1))
    inspector.look(page.open("/entreprises/"), "campaign closed")


@pytest.mark.looks_at("companies.import_list")
def test_the_pages_of_a_list_of_clients(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    assert people.bakery
    inspector.look(page.signed_in(app, people.jeanne).open("/entreprises/importer"))
    page.press("Ajouter ces entreprises").errors.wait_for()
    inspector.look(page, "no list")
    lines = f"220417;{NUMBER};LG1\n220065;AAAAA-AAAAA;MOR1\nxyz"
    page.main.get_by_role("textbox").fill(lines)
    page.press("Ajouter ces entreprises").says("1 ajoutée")
    inspector.look(page, "a list with refused lines")


def test_the_pages_in_a_frame(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    page.signed_in(app, people.yann)
    for path in ("/contact", f"/e/{people.bakery}/", f"/e/{people.bakery}/salaries"):
        with site_framing(page.base_url + path) as site:
            app.config["EMBED_ORIGINS"] = [site.url]
            page.open(site.url)
            inspector.look(page, f"framed {path}", page.page.frames[1])
