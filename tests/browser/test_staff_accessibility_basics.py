"""What every agent meets: the second factor, the home of « Espace gestion », long work, the journal."""

import pytest
from flask import Flask

from app.extensions import db
from app.models import Job, JobState, SecondFactor
from app.services import audit, jobs
from tests.browser.axe import Inspector
from tests.browser.screen import Screen
from tests.people import PASSWORD, People
from tests.support.codes import code_of
from tests.support.records import user_of

pytestmark = pytest.mark.browser


def test_setting_up_the_second_factor(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    email = people.agent("Gaël")
    with app.app_context():
        db.session.delete(db.session.get(SecondFactor, user_of(email).id))
        db.session.commit()
    scripted.open("/connexion").press("Valider", {"Votre adresse e-mail": email})
    scripted.press("Valider", {"Mot de passe": PASSWORD}).shows("Code de connexion")
    inspector.look(scripted, "not begun")
    scripted.press("Commencer").says("Clé")
    inspector.look(scripted, "begun")
    scripted.press("Valider", {"Code à 6 chiffres": "000000"}).errors.wait_for()
    inspector.look(scripted, "wrong code")
    scripted.press("Valider", {"Code à 6 chiffres": code_of(app, email)}).shows("Vos codes de secours")
    inspector.look(scripted, "recovery codes")
    inspector.look(scripted.open("/gestion/second-facteur"), "set up")


def test_giving_a_code(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    page.open("/connexion").press("Valider", {"Votre adresse e-mail": people.anouk})
    page.press("Valider", {"Mot de passe": PASSWORD}).shows("Code de connexion")
    if page.javascript:
        inspector.look(page, "code asked")
    page.press("Valider", {"Code": "000000"}).errors.wait_for()
    page.press("Valider", {"Code": code_of(app, people.anouk)}).shows("Espace gestion")


def test_the_journal(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    scripted.signed_in(app, people.anouk)
    inspector.look(scripted.open("/gestion/journal?qui=personne"), "nothing found")
    inspector.look(scripted.open("/gestion/journal?depuis=31/02/2027"), "no such day")
    with app.app_context():
        for _ in range(110):
            audit.record("sign_in", actor=user_of(people.yann))
        db.session.commit()
    inspector.look(scripted.open("/gestion/journal"), "full")
    scripted.signed_in(app, people.yann)
    inspector.look(scripted.open(f"/e/{people.bakery}/compte/journal"), "a company's own")


def test_long_work(scripted: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    scripted.signed_in(app, people.anouk).open("/gestion/journal").press("Vérifier le journal").says("En attente")
    inspector.look(scripted, "waiting")
    for state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED):
        with app.app_context():
            job = db.session.query(Job).one()
            job.state, job.result = state, {"summary": "12 lignes", "refusal": "Le fichier est vide"}
            db.session.commit()
        scripted.page.reload()
        inspector.look(scripted, state.value)
    with app.app_context():
        job = jobs.ask("journal.verify", user_of(people.anouk))
        job.state = JobState.RUNNING
        jobs._teller(job.id, job.public_id)("Vérification du journal", 3, 12)
        address = f"/gestion/travaux/{job.public_id}"
        db.session.commit()
    inspector.look(scripted.open(address).says("3 sur 12"), "under way")
