"""What agents send by mistake, or others in bad faith: refused with a reason, and nothing is left behind."""

from pathlib import Path

import pytest
from flask import Flask

from tests.services.exchange.support import COMPANIES
from tests.support.browser import Browser
from tests.support.importing import archive, send
from tests.support.workbooks import bomb, far_away


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("vide.csv", b"", "vide.csv : ce fichier est vide"),
        ("bombe.zip", archive(adherents_csv=bytes(20 << 20)), "démesurée"),
        ("bombe.xlsx", bomb(), "trop grand"),
        ("coin.xlsx", far_away(), "trop grand"),
        ("faux.zip", b"PK\x03\x04 rien", "abîmée"),
        ("dedans.zip", archive(**{"autre.zip": archive(a_csv="a")}), "une archive contenue dans une autre"),
        ("sort.zip", archive(**{"../adherents.csv": "a"}), "chemin qui en sort"),
        ("photos.zip", archive(**{"photo.jpg": b"x"}), "rien de ce que vous avez envoyé"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(
    app: Flask, agent: Browser, name: str, content: bytes, why: str
) -> None:
    send(agent, (name, content), expect=422)
    assert why.lower() in agent.errors[0].lower()
    assert not list((Path(app.instance_path) / "imports").glob("*"))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (COMPANIES.encode("utf-16"), "UTF-16"),
        (b"\xd0\xcf\x11\xe0 workbook", "classeur"),
        (b"code_adherent,raison_sociale\n1,X\n", "points-virgules"),
        (";".join(f"c{number}" for number in range(300)).encode(), "200 colonnes"),
    ],
)
def test_an_unreadable_file_says_why_and_is_not_tried(agent: Browser, content: bytes, why: str) -> None:
    send(agent, ("adherents.csv", content))
    assert why in agent.text
    agent.submit("Lancer l’essai à blanc", expect=422)


def test_nothing_chosen_is_said(agent: Browser) -> None:
    agent.get("/gestion/imports/")
    agent.submit("Envoyer et contrôler", expect=422)
    assert agent.errors == ["Choisissez au moins un fichier"]
