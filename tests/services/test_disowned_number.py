"""A number that a company disowned opens nothing, whatever the association's files go on saying."""

from pathlib import Path

from flask import Flask

from app.services import declarant_numbers
from app.services.exchange import import_folder
from tests.people import NUMBER, People
from tests.support.browser import Browser
from tests.support.records import company_of

HEADER = "code_adherent;raison_sociale;ville;numero_teledeclarant\n"


def test_an_import_does_not_bring_a_disowned_number_back(app: Flask, people: People, tmp_path: Path) -> None:
    row = people.attach(people.jeanne, people.bakery)
    manager = Browser(app).sign_in(people.yann)
    manager.get(f"/e/{people.bakery}/compte/acces/{row}/pas-nous")
    manager.submit("Ce n’est pas nous")
    (tmp_path / "adherents.csv").write_text(f"{HEADER}220417;BOULANGERIE LE GALL;SAINT-BRIEUC;{NUMBER}\n")
    drawn = tmp_path / "numbers.csv"
    for _ in range(2):
        with app.app_context():
            report = import_folder(tmp_path, numbers_path=drawn)
        assert "désavoué" in report.warnings[0].reason
        assert not declarant_numbers_open(app, people.bakery, NUMBER)
    new = drawn.read_text().split(";")[-1].strip()
    assert declarant_numbers_open(app, people.bakery, new)


def declarant_numbers_open(app: Flask, public_id: str, number: str) -> bool:
    with app.app_context():
        return declarant_numbers.is_assigned(company_of(public_id), number)
