"""Passwords: any length and any alphabet, weak ones refused in French, the same work whoever is asked about."""

import unicodedata
from typing import Any
from unittest.mock import patch

import bcrypt
import pytest
from flask import Flask

from app.models import ProvisionalKind
from app.services import passwords, provisional, sign_in
from app.services.sign_in import WrongPassword
from tests.people import PASSWORD, People
from tests.support.records import user_of

pytestmark = pytest.mark.usefixtures("context")

PERSONAL = ["yann.legall@example.org", "yann.legall", "Le Gall", "Yann", "", "BOULANGERIE LE GALL", "AIST22"]


@pytest.mark.parametrize(
    "password",
    ["x" * 12, "é" * 100, "x" * 72 + "y", "🥖" * 64, "с любовью из Бреста", "  des blancs autour  ", "x" * 256],
    ids=len,
)
def test_a_password_of_any_length_and_alphabet_is_recognised(password: str) -> None:
    stored = passwords.hash_password(password)
    assert len(stored) == 60
    assert passwords.is_right(password, stored)
    assert not passwords.is_right(password + "x", stored)


def test_what_comes_after_72_bytes_counts() -> None:
    stored = passwords.hash_password("a" * 72 + "one")
    assert not passwords.is_right("a" * 72 + "two", stored)


def test_an_accent_is_the_same_however_the_keyboard_writes_it() -> None:
    composed = "crêpes à l’été breton"
    decomposed = unicodedata.normalize("NFD", composed)
    assert composed != decomposed
    assert passwords.is_right(decomposed, passwords.hash_password(composed))


def test_a_long_password_is_the_same_however_its_accents_are_written() -> None:
    longest = "é" * passwords.MAX_LENGTH
    assert passwords.is_right(unicodedata.normalize("NFD", longest), passwords.hash_password(longest))


def test_the_same_password_is_stored_differently_each_time() -> None:
    assert passwords.hash_password(PASSWORD) != passwords.hash_password(PASSWORD)


def test_nobody_has_no_password() -> None:
    assert not passwords.is_right("nobody", None)
    assert not passwords.is_right("", None)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("", "Votre mot de passe compte 0 caractère : il en faut 12 au minimum"),
        ("x", "Votre mot de passe compte 1 caractère : il en faut 12 au minimum"),
        ("baguettes", "Votre mot de passe compte 9 caractères : il en faut 12 au minimum"),
        ("ab" * 200, "Votre mot de passe compte 400 caractères : il en faut 256 au maximum"),
        ("K7MQ-2HXD-9WPA-C4RT", "Choisissez un mot de passe différent du mot de passe provisoire"),
        ("k7mq-2hxd-9wpa-c4rt", "Choisissez un mot de passe différent du mot de passe provisoire"),
        ("aaaaaaaaaaaaaaa", "Ce mot de passe est trop courant. Choisissez-en un autre"),
        ("123456789012", "Ce mot de passe est trop courant. Choisissez-en un autre"),
        ("19/01/2027 14:32", "Ce mot de passe est trop courant. Choisissez-en un autre"),
        ("azertyuiop123", "Ce mot de passe est trop courant. Choisissez-en un autre"),
        ("Motdepasse2027!", "Ce mot de passe est trop courant. Choisissez-en un autre"),
        ("qsdfghjklmwxcvbn", "Ce mot de passe est trop courant. Choisissez-en un autre"),
        ("zyxwvutsrqponm2027", "Ce mot de passe est trop courant. Choisissez-en un autre"),
        ("password password", "Ce mot de passe est trop courant. Choisissez-en un autre"),
        ("bonjourbonjour", "Ce mot de passe est trop courant. Choisissez-en un autre"),
        (
            "la boulangerie le gall est ouverte",
            "Le mot de passe ne doit pas contenir votre nom, votre adresse e-mail ni le nom de l’entreprise",
        ),
        (
            "vive Yann et ses pains",
            "Le mot de passe ne doit pas contenir votre nom, votre adresse e-mail ni le nom de l’entreprise",
        ),
        (
            "portail aist22 secret",
            "Le mot de passe ne doit pas contenir votre nom, votre adresse e-mail ni le nom de l’entreprise",
        ),
    ],
)
def test_a_weak_password_is_refused_and_the_reason_said(password: str, reason: str) -> None:
    said = passwords.weakness(password, PERSONAL)
    assert said is not None
    assert said.replace("\u00a0", " ") == reason


@pytest.mark.parametrize(
    "password", [PASSWORD, "correct cheval pile agrafe", "🥖🥐🍞🥨🥯🧇🥞🧈🥪🌮🌯🥙", "ж" * 4 + "лимонад" * 2 + "х"]
)
def test_a_long_phrase_is_accepted_without_capitals_or_signs(password: str) -> None:
    assert passwords.weakness(password, PERSONAL) is None


def test_a_provisional_password_is_read_with_the_blanks_that_copying_brings() -> None:
    drawn = passwords.draw_provisional()
    assert passwords.as_provisional(f"\u00a0 {drawn.lower()}\n") == drawn
    assert passwords.as_provisional(drawn[:-1]) is None
    assert passwords.as_provisional(drawn.replace("-", "")) is None


def test_provisional_passwords_never_repeat_nor_confuse() -> None:
    drawn = {passwords.draw_provisional() for _ in range(500)}
    assert len(drawn) == 500
    assert not set("".join(drawn)) & set("01OI")


@pytest.mark.parametrize("typed", ["une phrase quelconque", "K7MQ-2HXD-9WPA-C4RT"])
@pytest.mark.parametrize("who", ["known", "unknown", "disabled", "waiting"])
def test_one_hash_is_computed_whoever_is_asked_about(people: People, who: str, typed: str) -> None:
    """Time is what would tell who has an account: a hash each, and one only, whatever the account."""
    email = _somebody(people, who)
    passwords.is_right("warm up the hash of nobody", None)
    with patch.object(bcrypt, "hashpw", side_effect=bcrypt.hashpw) as hashing, pytest.raises(WrongPassword):
        sign_in.check(email, typed, address="198.51.100.1")
    assert hashing.call_count == 1


def _somebody(people: People, who: str) -> str:
    from app.clock import now
    from app.extensions import db

    if who == "unknown":
        return "personne@example.org"
    user: Any = user_of(people.yann)
    if who == "disabled":
        user.disabled_at = now()
    if who == "waiting":
        user.activated_at, user.password_hash = None, None
        provisional.draw(user.id, ProvisionalKind.FIRST)
    db.session.commit()
    return str(user.email)


def test_the_common_passwords_are_read_from_the_list_that_is_shipped(app: Flask) -> None:
    assert {"azerty", "password", "motdepasse"} <= passwords._common()
