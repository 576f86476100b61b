"""Passwords: hashing them, drawing one-time ones, refusing weak ones."""

import base64
import hashlib
import hmac
import re
import secrets
import threading
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import bcrypt
from flask import current_app

from app.services.search import fold

MIN_LENGTH = 12
MAX_LENGTH = 256
_UNAMBIGUOUS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PROVISIONAL = re.compile(rf"[{_UNAMBIGUOUS}]{{4}}(-[{_UNAMBIGUOUS}]{{4}}){{3}}")

# What fingers type without thinking, from left to right and back.
_WALKS = [
    keys[::way]
    for keys in ("abcdefghijklmnopqrstuvwxyz", "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm")
    for way in (1, -1)
]

# bcrypt keeps a core busy for a quarter of a second: one at a time in a process, so that pages go on being served.
_one_at_a_time = threading.BoundedSemaphore(1)


def hash_password(password: str) -> str:
    """The bcrypt hash to store. The password may have any length and any characters."""
    salt = bcrypt.gensalt(current_app.config["BCRYPT_ROUNDS"])
    return _bcrypt(password, salt).decode()


def is_right(password: str, stored: str | None) -> bool:
    """Whether a password is the one that was hashed. Takes the same time when there is no hash to compare with."""
    expected = (stored or _nobodys_hash(current_app.config["BCRYPT_ROUNDS"])).encode()
    given = _bcrypt(_normal(password)[: MAX_LENGTH + 1], expected[:29])
    return hmac.compare_digest(given, expected) and stored is not None


def draw_provisional() -> str:
    """A one-time password, 80 random bits in four groups: « K7MQ-2HXD-9WPA-C4RT »."""
    drawn = "".join(secrets.choice(_UNAMBIGUOUS) for _ in range(16))
    return "-".join(drawn[start : start + 4] for start in range(0, 16, 4))


def as_provisional(typed: str) -> str | None:
    """What was typed, in the shape of a one-time password, or None. Copying from a mail brings blanks along."""
    tidy = "".join(typed.split()).upper()
    return tidy if _PROVISIONAL.fullmatch(tidy) else None


def weakness(password: str, personal: Iterable[str]) -> str | None:
    """Why this personal password is refused, in French, or None.

    `personal` are words that others would try first: the person's name and address, the company, the association.
    Length and refusals follow CNIL délibération 2022-100: no composition rule, no renewal.
    """
    if len(password) < MIN_LENGTH:
        count = f"{len(password)} caractère{'s' if len(password) > 1 else ''}"
        return f"Votre mot de passe compte {count} : il en faut {MIN_LENGTH} au minimum"
    if len(password) > MAX_LENGTH:
        return f"Votre mot de passe compte {len(password)} caractères : il en faut {MAX_LENGTH} au maximum"
    if as_provisional(password):
        return "Choisissez un mot de passe différent du mot de passe provisoire"
    folded = fold(password)
    if any(len(word) >= 4 and word in folded for word in map(fold, personal)):
        return "Le mot de passe ne doit pas contenir votre nom, votre adresse e-mail ni le nom de l’entreprise"
    if _is_common(folded):
        return "Ce mot de passe est trop courant. Choisissez-en un autre"
    return None


def _is_common(folded: str) -> bool:
    letters = re.sub(r"[^a-z]+", "", folded)
    core = folded.strip("0123456789 .,;:!?*+-_/@#$%&()'\"")
    return (
        len(set(folded)) < 5
        or not core
        or bool({folded, core} & _common())
        or (letters in _common() and len(folded) - len(letters) < 8)
        or _repeats(re.sub(r"[^a-z0-9]+", "", core))
        or any(core in walk for walk in _WALKS)
    )


def _repeats(core: str) -> bool:
    """A word written twice is a word."""
    return any(core == core[:size] * (len(core) // size) for size in range(1, len(core) // 2 + 1))


@cache
def _common() -> frozenset[str]:
    return frozenset(files("app.services").joinpath("common_passwords.txt").read_text().split())


@cache
def _nobodys_hash(rounds: int) -> str:
    salt = bcrypt.gensalt(rounds)
    return bcrypt.hashpw(b"nobody", salt).decode()


def _normal(password: str) -> str:
    """An accent is the same however the keyboard composes it."""
    return unicodedata.normalize("NFC", password)


def _bcrypt(password: str, salt: bytes) -> bytes:
    # bcrypt refuses more than 72 bytes: it is given a digest of fixed length, salted to be worth nothing elsewhere.
    secret = _normal(password).encode("utf-8", "surrogatepass")
    digest = base64.b64encode(hmac.new(salt, secret, hashlib.sha256).digest())
    with _one_at_a_time:
        return bcrypt.hashpw(digest, salt)
