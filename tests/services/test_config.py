"""Settings: read once, refused in words when they make no sense."""

from pathlib import Path

import pytest

from app.config import ConfigurationError, load


def test_without_any_setting_the_portal_runs_for_a_newcomer(tmp_path: Path) -> None:
    settings = load({}, str(tmp_path))
    assert settings["BASE_URL"] == "http://localhost:5000"
    assert settings["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{tmp_path}/portail.sqlite"
    assert settings["EMBED_ORIGINS"] == []


def test_the_key_is_drawn_once_and_kept_private(tmp_path: Path) -> None:
    first = load({}, str(tmp_path))["SECRET_KEY"]
    assert load({}, str(tmp_path))["SECRET_KEY"] == first
    assert len(str(first)) == 64
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_https_makes_the_cookie_strict(tmp_path: Path) -> None:
    settings = load({"BASE_URL": "https://portail.example.org/"}, str(tmp_path))
    assert settings["BASE_URL"] == "https://portail.example.org"
    assert settings["SESSION_COOKIE_NAME"] == "__Host-portail"
    assert settings["SESSION_COOKIE_SECURE"]


@pytest.mark.parametrize("url", ["postgres://u@h/d", "postgresql://u@h/d"])
def test_addresses_of_postgresql_get_the_driver_we_ship(tmp_path: Path, url: str) -> None:
    assert load({"DATABASE_URL": url}, str(tmp_path))["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://u@h/d"


def test_several_origins_may_frame_the_portal(tmp_path: Path) -> None:
    origins = "https://www.example.org, https://example.org"
    assert load({"EMBED_ORIGINS": origins}, str(tmp_path))["EMBED_ORIGINS"] == origins.split(", ")


def test_an_account_number_is_kept_without_its_spaces(tmp_path: Path) -> None:
    assert load({"IBAN": "FR14 2004 1010 0505 0001 3M02 606"}, str(tmp_path))["IBAN"] == "FR1420041010050500013M02606"


def test_an_empty_list_of_documents_leaves_none_to_third_parties(tmp_path: Path) -> None:
    assert load({"DOCUMENTS_TIERS": ""}, str(tmp_path))["DOCUMENTS_TIERS"] == frozenset()
    assert "ATTESTATION" not in load({}, str(tmp_path))["DOCUMENTS_TIERS"]  # type: ignore[operator]


@pytest.mark.parametrize(
    "typed", [" 12  rue Exemple |22000 SAINT-BRIEUC", "12 rue Exemple\r\n\r\n22000\u00a0SAINT-BRIEUC\n"]
)
def test_a_postal_address_is_kept_line_by_line(tmp_path: Path, typed: str) -> None:
    assert load({"CONTACT_ADRESSE": typed}, str(tmp_path))["CONTACT_ADRESSE"] == "12 rue Exemple\n22000 SAINT-BRIEUC"


def test_an_empty_telephone_is_none(tmp_path: Path) -> None:
    assert load({"CONTACT_TELEPHONE": ""}, str(tmp_path))["CONTACT_TELEPHONE"] == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "99999"),
        ("BASE_URL", "portail.example.org"),
        ("ATTACH_POLICY", "jamais"),
        ("PROVISIONAL_HOURS", "0"),
        ("PROVISIONAL_HOURS", "100"),
        ("EMBED_ORIGINS", "www.example.org"),
        ("EMBED_ORIGINS", "https://example.org/page"),
        ("EMBED_ORIGINS", "https://example.org; script-src *"),
        ("PREAVIS_HEURES", "1000"),
        ("PREAVIS_OUVRE", "oui"),
        ("EMBAUCHE_VAUT_DEMANDE", "non"),
        ("DELAI_RENDEZ_VOUS", "trois"),
        ("DELAI_RENDEZ_VOUS", "53"),
        ("ASSO_SITE", "javascript:alert(1)"),
        ("ASSO_SITE", "www.example.org"),
        ("FRAIS_ABSENCE", "9999"),
        ("FRAIS_ABSENCE", "5000,01"),
        ("FRAIS_ABSENCE", "12,345"),
        ("FRAIS_ABSENCE", "-1"),
        ("FRAIS_ABSENCE", "1e3"),
        ("FRAIS_ABSENCE", "NaN"),
        ("IBAN", "FR76 3000 6000 0112 3456 7890 188"),
        ("BIC", "AGRIFR"),
        ("CONTACT_ADRESSE", "1|2|3|4|5"),
        ("CONTACT_ADRESSE", "12 rue Exemple|" + "X" * 39),
        ("DOCUMENTS_TIERS", "FACTURE MEDICAL"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=name):
        load({name: value}, str(tmp_path))
