"""Every page, in every state it has, by axe-core: nothing wrong, nothing undecided, no sideways scroll at 320 px."""

from datetime import timedelta

import pytest
from flask import Flask

from app.clock import today
from app.models import DeclarationState, DocumentKind, MembershipStatus
from tests.browser.axe import Inspector
from tests.browser.screen import Screen
from tests.people import NUMBER, People
from tests.support.declarations import campaign
from tests.support.documents import filled, published
from tests.support.mailbox import Mailbox
from tests.support.portfolio import declared
from tests.support.server import site_framing

pytestmark = pytest.mark.browser


def test_the_pages_of_who_signs_in(scripted: Screen, people: People, mailbox: Mailbox, inspector: Inspector) -> None:
    inspector.look(scripted.open("/connexion"))
    inspector.look(scripted.open("/connexion?fin=session"))
    inspector.look(scripted.open("/connexion?etat=deconnecte"))
    scripted.press("Valider", {"Votre adresse e-mail": "nobody"}).errors.wait_for()
    inspector.look(scripted, "sign-in refused")
    scripted.press("Valider", {"Votre adresse e-mail": people.yann}).field("Mot de passe").wait_for()
    inspector.look(scripted, "password")
    scripted.press("Valider", {"Mot de passe": "not this one"}).errors.wait_for()
    inspector.look(scripted, "password refused")

    inspector.look(scripted.open("/mot-de-passe-oublie"))
    scripted.press("Recevoir").errors.wait_for()
    inspector.look(scripted, "forgotten refused")
    scripted.press("Recevoir", {"Adresse e-mail": people.yann}).shows("Consultez votre messagerie")
    inspector.look(scripted)

    scripted.sign_in(people.yann, mailbox.password_sent_to(people.yann)).shows("Choisissez votre mot de passe")
    inspector.look(scripted)
    scripted.press("Enregistrer", {"Nouveau mot de passe": "court"}).errors.wait_for()
    inspector.look(scripted, "choice refused")


def test_the_pages_of_a_first_access(scripted: Screen, people: People, inspector: Inspector) -> None:
    assert people.bakery
    inspector.look(scripted.open("/connexion/code"))
    inspector.look(scripted.open("/connexion/code?expire=1"))
    scripted.press("Valider", {"Code adhérent": "22 0417", "N° télédéclarant": "AAAAA-AAAAA"}).errors.wait_for()
    inspector.look(scripted, "code refused")
    scripted.press("Valider", {"Code adhérent": "22 0417", "N° télédéclarant": NUMBER}).shows("Créer votre compte")
    inspector.look(scripted)
    scripted.press("Créer le compte", {"N° mobile": "12"}).errors.wait_for()
    inspector.look(scripted, "registration refused")
    scripted.type_in({"Nom": "Le Gall", "Prénom": "Yann", "Fonction": "Gérant", "N° mobile": ""})
    scripted.type_in({"Adresse e-mail": "y@example.org", "Confirmer adresse e-mail": "y@example.org"})
    scripted.press("Créer le compte").shows("Consultez votre messagerie")
    inspector.look(scripted)
    scripted.press("Renvoyer").says("E-mail renvoyé")
    inspector.look(scripted, "sent again")


def test_the_pages_that_anybody_reads(scripted: Screen, inspector: Inspector) -> None:
    for path in ("/contact", "/aide", "/accessibilite", "/donnees-personnelles", "/mentions-legales"):
        inspector.look(scripted.open(path))
    for path in ("/faq", "/faq?q=mot+de+passe", "/faq?q=xyzxyz", "/nulle-part"):
        inspector.look(scripted.open(path))


def test_the_pages_of_an_employer(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    scripted.signed_in(app, people.yann)
    people.attach(people.maelle, people.garage)
    jeanne = people.attach(people.jeanne, people.bakery)
    for number in range(30):
        people.employee(people.bakery, f"DURAND{number}", "Élise")
    home = f"/e/{people.bakery}/"
    for path in ("", "salaries", "salaries?page=2", "salaries?q=durand1", "salaries?q=xyz", "faq", "compte"):
        inspector.look(scripted.open(home + path))
    for path in (f"compte/acces/{jeanne}/retirer", f"compte/acces/{jeanne}/pas-nous", "compte/quitter"):
        inspector.look(scripted.open(home + path))
    scripted.press("Ne plus gérer").errors.wait_for()
    inspector.look(scripted, "last manager")
    inspector.look(scripted.open(home + "compte?fait=reconnu"))
    inspector.look(scripted.open("/gestion/"))
    inspector.look(scripted.open("/nulle-part"))
    scripted.open(home + "salaries#menu")
    inspector.look(scripted, "menu open")


def test_the_pages_of_documents(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    app.config.update(IBAN="FR1420041010050500013M02606", BIC="PSSTFRPPREN")
    scripted.signed_in(app, people.yann)
    home = f"/e/{people.bakery}/documents"
    inspector.look(scripted.open(home), "no document yet")
    filled(app, people.bakery, 28)
    to_pay = published(app, people.bakery, "F-2027-00412")
    lost = published(app, people.bakery, "A-1", DocumentKind.ATTESTATION, file=None)
    for query in ("", "?page=2", "?cocher=tout", "?type=AVOIR", "?etat=A_REGLER"):
        inspector.look(scripted.open(home + query))
    inspector.look(scripted.open(f"{home}/{to_pay}"), "an invoice to pay")
    inspector.look(scripted.open(f"{home}/{lost}"), "a document without its file")
    inspector.look(scripted.open(f"{home}/{lost}/telecharger"), "a file out of reach")
    inspector.look(scripted.open(f"{home}/archive"), "nothing ticked")
    scripted.open(home).main.get_by_role("link", name="Tout sélectionner").click()
    scripted.announces("24 documents sélectionnés")
    inspector.look(scripted, "everything ticked")


def test_the_pages_of_a_person(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    scripted.signed_in(app, people.solene)
    home = f"/e/{people.garage}/"
    inspector.look(scripted.open(home + "salaries"))
    scripted.open(home).open_switcher().wait_for()
    inspector.look(scripted, "switcher with one company")
    inspector.look(scripted.open("/profil"))
    inspector.look(scripted.open("/profil?fait=identite"))
    inspector.look(scripted.open("/profil/modifier"))
    scripted.press("Enregistrer", {"Nom": "", "N° mobile": "12"}).errors.wait_for()
    inspector.look(scripted, "profile refused")
    inspector.look(scripted.open("/profil/mot-de-passe"))
    scripted.press("Enregistrer", {"Mot de passe actuel": "not this one"}).errors.wait_for()
    inspector.look(scripted, "new password refused")


def test_the_pages_of_an_accountant(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    scripted.signed_in(app, people.jeanne)
    inspector.look(scripted.open("/entreprises/"), "no company yet")
    clients = people.clients(people.jeanne, 60)
    people.attach(people.jeanne, people.garage, status=MembershipStatus.PENDING)
    for query in ("", "?page=2&tri=-ville", "?q=client+0001", "?q=xyz"):
        inspector.look(scripted.open(f"/entreprises/{query}"))
    inspector.look(scripted.open("/entreprises/choix?q=client"))
    inspector.look(scripted.open(f"/e/{clients[0]}/compte"))
    scripted.open_switcher().get_by_role("searchbox").fill("client")
    scripted.announces("60 entreprises trouvées pour « client »")
    inspector.look(scripted, "switcher with results")

    inspector.look(scripted.open("/entreprises/ajouter"))
    scripted.press("Valider", {"Code adhérent": "220065", "N° télédéclarant": "AAAAA-AAAAA"}).errors.wait_for()
    inspector.look(scripted, "wrong pair")
    scripted.press("Valider", {"Code adhérent": "230001", "N° télédéclarant": NUMBER}).errors.wait_for()
    inspector.look(scripted, "already managed")
    assert people.bakery
    scripted.press("Valider", {"Code adhérent": "220417", "N° télédéclarant": NUMBER})
    inspector.look(scripted.shows("C’est bien cette entreprise ?"))
    scripted.press("Ajouter cette entreprise").says("a été ajoutée")
    inspector.look(scripted, "company added")


def test_the_worklist_of_an_accountant(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    clients = people.clients(people.jeanne, 55)
    days = {"opens_on": -10, "due_on": 20, "closes_on": 50, "reference_on": -30}
    campaign(app, **{name: today() + timedelta(days=shift) for name, shift in days.items()})
    declared(app, clients[0])
    declared(app, clients[1], DeclarationState.DRAFT)
    published(app, clients[2], issued_on=today())
    people.attach(people.jeanne, people.company("PARTIE", "229999", left_on=today()))
    scripted.signed_in(app, people.jeanne)
    for query in ("", "?etat=en-cours", "?etat=en-retard", "?cocher=tout&tri=-etat&page=2"):
        inspector.look(scripted.open(f"/entreprises/{query}"))
    scripted.open("/entreprises/").press("Déclarer l’une après l’autre").errors.wait_for()
    inspector.look(scripted, "nothing ticked")
    inspector.look(scripted.open(f"/entreprises/reference/{clients[0]}"))
    scripted.press("Enregistrer", {"Réf. cabinet": "x" * 41}).errors.wait_for()
    inspector.look(scripted, "reference refused")
    scripted.press("Enregistrer", {"Réf. cabinet": "CLI-1"}).says("Réf. cabinet enregistrée")
    inspector.look(scripted, "reference kept")
    scripted.open("/entreprises/?cocher=tout").press("Déclarer l’une après l’autre")
    inspector.look(scripted.shows("Déclarer l’une après l’autre"), "a queue")
    campaign(app, **{name: today() + timedelta(days=shift - 60) for name, shift in days.items()})
    inspector.look(scripted.open("/entreprises/"), "campaign closed")


def test_the_pages_of_a_list_of_clients(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    assert people.bakery
    inspector.look(scripted.signed_in(app, people.jeanne).open("/entreprises/importer"))
    scripted.press("Ajouter ces entreprises").errors.wait_for()
    inspector.look(scripted, "no list")
    lines = f"220417;{NUMBER};LG1\n220065;AAAAA-AAAAA;MOR1\nxyz"
    scripted.main.get_by_role("textbox").fill(lines)
    scripted.press("Ajouter ces entreprises").says("1 ajoutée")
    inspector.look(scripted, "a list with refused lines")


def test_the_pages_in_a_frame(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    scripted.signed_in(app, people.yann)
    for path in ("/contact", f"/e/{people.bakery}/", f"/e/{people.bakery}/salaries"):
        with site_framing(scripted.base_url + path) as site:
            app.config["EMBED_ORIGINS"] = [site.url]
            scripted.open(site.url)
            inspector.look(scripted, f"framed {path}", scripted.page.frames[1])
