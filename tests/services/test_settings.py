"""What is saved in the portal is applied at once by every process, and costs requests nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app import settings
from app.clock import now
from app.extensions import db
from app.models import Base, Setting, TextVersion
from app.settings import STAMP, current
from tests.support.browser import Browser


@pytest.fixture
def instance_of_two(tmp_path: Path, portal_with: Callable[..., Flask]) -> tuple[Flask, Flask]:
    """Two processes of the same portal."""
    environ = {"INSTANCE_PATH": str(tmp_path), "SECRET_KEY": "x", "ASSO_SIGLE": "AIST22"}
    made = portal_with(environ), portal_with(environ)
    with made[0].app_context():
        Base.metadata.create_all(db.engine)
    return made


def save(app: Flask, **values: str) -> None:
    with app.app_context():
        for name, value in values.items():
            db.session.merge(Setting(key=name, value=value))
        settings.changed()
        db.session.commit()


def test_every_process_applies_it_at_once(instance_of_two: tuple[Flask, Flask]) -> None:
    here, there = instance_of_two
    visitor = Browser(there)
    visitor.get("/faq")
    before = visitor.page.find("link", rel="stylesheet")["href"]
    save(here, ASSO_SIGLE="SPSTI29", ASSO_COULEUR="#7A1F2B", PREAVIS_HEURES="72", PREAVIS_OUVRE="1")
    visitor.get("/faq")
    assert "Portail adhérents SPSTI29" in visitor.title
    assert "72 heures avant le rendez-vous, jours ouvrés" in visitor.text
    address = visitor.page.find("link", rel="stylesheet")["href"]
    assert address != before
    visitor.get(address)
    assert "#7A1F2B" in visitor.response.text
    assert there.config["PREAVIS_OUVRE"] is True


def test_what_was_taken_back_is_the_installation_s_again(instance_of_two: tuple[Flask, Flask]) -> None:
    here, there = instance_of_two
    save(here, ASSO_SIGLE="SPSTI29")
    Browser(there).get("/faq")
    with here.app_context():
        db.session.delete(db.session.get_one(Setting, "ASSO_SIGLE"))
        settings.changed()
        db.session.commit()
    visitor = Browser(there)
    visitor.get("/faq")
    assert visitor.title.endswith("AIST22")


def test_what_is_undone_tells_nobody(app: Flask, instance: Path) -> None:
    with app.app_context():
        db.session.add(Setting(key="ASSO_SIGLE", value="SPSTI29"))
        settings.changed()
        db.session.rollback()
    assert not (instance / STAMP).exists()


def test_a_page_asks_the_database_nothing_about_it(app: Flask, browser: Browser) -> None:
    save(app, ASSO_SIGLE="SPSTI29")
    browser.get("/aide")
    browser.get("/aide")
    assert "SPSTI29" in browser.text
    assert browser.statements == []


def test_other_machines_hear_of_it_within_a_minute(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """They have no stamp of ours."""
    with app.app_context():
        db.session.add(TextVersion(name="aide", number=1, markdown="# Ailleurs\n", published_at=now()))
        db.session.commit()
    visitor = Browser(app)
    visitor.get("/aide")
    assert visitor.heading != "Ailleurs"
    monkeypatch.setattr(settings, "READ_EVERY", 0)
    visitor.get("/aide")
    assert visitor.heading == "Ailleurs"


def test_a_value_that_makes_no_sense_any_more_stops_nothing(app: Flask, browser: Browser) -> None:
    save(app, PREAVIS_HEURES="soon", ASSO_COULEUR="red", ASSO_LOGO="/nowhere.png", ASSO_SIGLE="SPSTI29")
    browser.get("/faq")
    assert browser.title.endswith("SPSTI29")
    assert app.config["PREAVIS_HEURES"] == 48


def test_a_portal_without_its_tables_yet_starts(tmp_path: Path, portal_with: Callable[..., Flask]) -> None:
    new = portal_with({"INSTANCE_PATH": str(tmp_path), "SECRET_KEY": "x"})
    assert new.test_client().get("/aide").status_code == 200


@pytest.mark.parametrize("turn", [1, 2])
def test_nothing_of_it_is_left_to_the_next_test(app: Flask, turn: int) -> None:
    with app.app_context():
        assert current().saved == settings.Saved()
        assert app.config["ASSO_SIGLE"] == app.extensions["branding"].sigle == "AIST22"
    save(app, ASSO_SIGLE=f"SIGLE{turn}")
    with app.app_context():
        assert app.extensions["branding"].sigle == f"SIGLE{turn}"
