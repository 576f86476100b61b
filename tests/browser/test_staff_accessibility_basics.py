"""What every agent meets: the second factor, the home of « Espace gestion », long work, the journal."""

import pytest
from flask import Flask

from app.extensions import db
from app.models import Job, JobState, MembershipStatus, Role, SecondFactor
from app.services import audit, jobs
from tests.browser.axe import Inspector
from tests.browser.screen import Screen
from tests.people import PASSWORD, People
from tests.support.codes import code_of
from tests.support.records import user_of

pytestmark = pytest.mark.browser


@pytest.mark.looks_at("staff.second_factor.set_up")
def test_setting_up_the_second_factor(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    email = people.agent("Gaël")
    with app.app_context():
        db.session.delete(db.session.get(SecondFactor, user_of(email).id))
        db.session.commit()
    page.open("/connexion").press("Valider", {"Votre adresse e-mail": email})
    page.press("Valider", {"Mot de passe": PASSWORD}).shows("Code de connexion")
    inspector.look(page, "not begun")
    page.press("Commencer").says("Clé")
    inspector.look(page, "begun")
    page.press("Valider", {"Code à 6 chiffres": "000000"}).errors.wait_for()
    inspector.look(page, "wrong code")
    page.press("Valider", {"Code à 6 chiffres": code_of(app, email)}).shows("Vos codes de secours")
    inspector.look(page, "recovery codes")
    inspector.look(page.open("/gestion/second-facteur"), "set up")


@pytest.mark.looks_at("staff.second_factor.give")
def test_giving_a_code(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    page.open("/connexion").press("Valider", {"Votre adresse e-mail": people.anouk})
    page.press("Valider", {"Mot de passe": PASSWORD}).shows("Code de connexion")
    inspector.look(page, "code asked")
    page.press("Valider", {"Code": "000000"}).errors.wait_for()
    page.press("Valider", {"Code": code_of(app, people.anouk)}).shows("Espace gestion")


@pytest.mark.looks_at("staff.home.index")
def test_the_home(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    page.signed_in(app, people.anouk)
    inspector.look(page.open("/gestion/"), "nothing to decide")
    people.attach(people.jeanne, people.bakery, status=MembershipStatus.PENDING)
    people.attach(people.solene, people.bakery, Role.MEMBER, status=MembershipStatus.PENDING)
    inspector.look(page.open("/gestion/"), "two requests")


@pytest.mark.looks_at("staff.journal.index")
def test_the_journal(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    page.signed_in(app, people.anouk)
    inspector.look(page.open("/gestion/journal?qui=personne"), "nothing found")
    inspector.look(page.open("/gestion/journal?depuis=31/02/2027"), "no such day")
    with app.app_context():
        for _ in range(110):
            audit.record("sign_in", actor=user_of(people.yann))
        db.session.commit()
    inspector.look(page.open("/gestion/journal"), "full")
    page.signed_in(app, people.yann)
    inspector.look(page.open(f"/e/{people.bakery}/compte/journal"), "a company's own")


@pytest.mark.looks_at("staff.jobs.show")
def test_long_work(page: Screen, app: Flask, people: People, inspector: Inspector) -> None:
    page.signed_in(app, people.anouk).open("/gestion/journal").press("Vérifier le journal").says("En attente")
    inspector.look(page, "waiting")
    for state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED):
        with app.app_context():
            job = db.session.query(Job).one()
            job.state, job.result = state, {"summary": "12 lignes", "refusal": "Le fichier est vide"}
            db.session.commit()
        page.page.reload()
        inspector.look(page, state.value)
    with app.app_context():
        job = jobs.ask("journal.verify", user_of(people.anouk))
        job.state = JobState.RUNNING
        jobs._teller(job.id, job.public_id)("Vérification du journal", 3, 12)
        address = f"/gestion/travaux/{job.public_id}"
        db.session.commit()
    inspector.look(page.open(address).says("3 sur 12"), "under way")
