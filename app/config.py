"""Every setting of an installation, read once from the environment and refused when it makes no sense."""

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

from stdnum import bic, iban
from stdnum.exceptions import ValidationError

DOCUMENT_KINDS = ("FACTURE", "AVOIR", "RECU", "ATTESTATION", "AUTRE")
_EUROS = re.compile(r"[0-9]{1,6}([.,][0-9]{1,2})?")
ATTACH_POLICIES = ("immediate", "approve", "staff")
# What an envelope holds above its city (NF Z 10-011), the name left out.
ADDRESS_LINES, ADDRESS_LINE = 4, 38


class ConfigurationError(ValueError):
    """A setting that would make the portal unsafe or wrong; the message says which and how to mend it."""


def load(environ: Mapping[str, str], instance_path: str) -> dict[str, object]:
    """The Flask configuration that these environment variables describe.

    Raises ConfigurationError for a value that cannot be used.
    """
    instance = Path(instance_path)
    port = _integer(environ, "PORT", 5000)
    base_url = (environ.get("BASE_URL") or f"http://localhost:{port}").rstrip("/")
    address = urlsplit(base_url)
    if address.scheme not in ("http", "https") or not address.hostname:
        raise ConfigurationError(
            f"BASE_URL must be a full address such as https://portail.example.org, not {base_url!r}"
        )
    return {
        "PORT": port,
        "BASE_URL": base_url,
        "TRUSTED_HOSTS": [address.hostname, "localhost", "127.0.0.1"],
        "TRUSTED_PROXIES": _integer(environ, "TRUSTED_PROXIES", 0),
        "SECRET_KEY": environ.get("SECRET_KEY") or _kept_secret(instance / "secret_key"),
        "SQLALCHEMY_DATABASE_URI": _database_url(environ.get("DATABASE_URL"), instance),
        # What the database says of a failure goes to the log: without the values, which are people's.
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        "BCRYPT_ROUNDS": _integer(environ, "BCRYPT_ROUNDS", 12),
        "EMBED_ORIGINS": _origins(environ.get("EMBED_ORIGINS", "")),
        # A file of 5 MB and the form around it: a little too big, it is refused by its form, which keeps the rest.
        "MAX_CONTENT_LENGTH": 6 * 1024 * 1024,
        # Every static address carries its file's version.
        "SEND_FILE_MAX_AGE_DEFAULT": timedelta(days=365),
        **_sessions(https=address.scheme == "https"),
        **_forms(),
        **_mail(environ, instance),
        **changeable(environ),
    }


def changeable(environ: Mapping[str, str]) -> dict[str, object]:
    """The settings that agents may change in the portal, from what stands for their environment variables.

    Raises ConfigurationError for a value that cannot be used.
    """
    return {**_association(environ), **_rules(environ)}


def written(value: object) -> str:
    """A setting as its environment variable would say it."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, frozenset):
        return " ".join(sorted(value))
    return "" if value is None else str(value)


def _sessions(*, https: bool) -> dict[str, object]:
    """The cookie holds an opaque identifier; what it opens lives in the database."""
    return {
        "SESSION_COOKIE_NAME": "__Host-portail" if https else "portail",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_IDLE": timedelta(minutes=60),
        "SESSION_IDLE_STAFF": timedelta(minutes=30),
        "SESSION_ABSOLUTE": timedelta(hours=12),
        "SESSION_ABSOLUTE_STAFF": timedelta(hours=8),
    }


def _forms() -> dict[str, object]:
    """Tokens last as long as the session: a form left open over lunch is not an attack."""
    return {"WTF_I18N_ENABLED": False, "WTF_CSRF_TIME_LIMIT": None, "WTF_CSRF_SSL_STRICT": False}


def _mail(environ: Mapping[str, str], instance: Path) -> dict[str, object]:
    return {
        "MAIL_SERVER": environ.get("MAIL_SERVER") or None,
        "MAIL_PORT": _integer(environ, "MAIL_PORT", 25),
        "MAIL_USERNAME": environ.get("MAIL_USERNAME") or None,
        "MAIL_PASSWORD": environ.get("MAIL_PASSWORD") or None,
        "MAIL_USE_TLS": environ.get("MAIL_USE_TLS", "") == "1",
        "MAIL_SENDER": environ.get("MAIL_SENDER") or "noreply@portail.example.org",
        "MAIL_FOLDER": str(instance / "mail"),
    }


def _association(environ: Mapping[str, str]) -> dict[str, object]:
    return {
        "ASSO_SIGLE": environ.get("ASSO_SIGLE") or "AIST22",
        "ASSO_NOM": environ.get("ASSO_NOM") or "Santé au Travail",
        "ASSO_SITE": _site(environ.get("ASSO_SITE") or "https://www.aist22.fr"),
        "ASSO_LOGO": environ.get("ASSO_LOGO") or None,
        "ASSO_COULEUR": environ.get("ASSO_COULEUR") or "#12355B",
        "ASSO_COULEUR_ACTION": environ.get("ASSO_COULEUR_ACTION") or "#17693A",
        "CONTACT_COTISATIONS": environ.get("CONTACT_COTISATIONS") or "cotisations@aist22.example.org",
        # Set and empty, it says that nobody answers the telephone.
        "CONTACT_TELEPHONE": environ.get("CONTACT_TELEPHONE", "02 96 00 00 00"),
        "CONTACT_HORAIRES": environ.get("CONTACT_HORAIRES") or None,
        # Where one writes to the association: its lines, without its name.
        "CONTACT_ADRESSE": _address(environ.get("CONTACT_ADRESSE")),
    }


def _rules(environ: Mapping[str, str]) -> dict[str, object]:
    """What each association decides for itself."""
    return {
        "PROVISIONAL_HOURS": _integer(environ, "PROVISIONAL_HOURS", 24, at_least=1, at_most=72),
        "ATTACH_POLICY": _choice(environ, "ATTACH_POLICY", ATTACH_POLICIES),
        # A visit is cancelled for free until so many hours before it, weekends and holidays left out if « ouvrés ».
        "PREAVIS_HEURES": _integer(environ, "PREAVIS_HEURES", 48, at_least=0, at_most=240),
        "PREAVIS_OUVRE": _choice(environ, "PREAVIS_OUVRE", ("0", "1")) == "1",
        # Whether declaring an employee asks for the first visit by itself.
        "EMBAUCHE_VAUT_DEMANDE": _choice(environ, "EMBAUCHE_VAUT_DEMANDE", ("1", "0")) == "1",
        # How many weeks an appointment is usually waited for; 0: nothing is said of it.
        "DELAI_RENDEZ_VOUS": _integer(environ, "DELAI_RENDEZ_VOUS", 0, at_most=52),
        # What an absence announced too late costs, in euros without VAT; 0: nothing is said of a fee.
        "FRAIS_ABSENCE": _euros(environ, "FRAIS_ABSENCE", at_most=5000),
        # Where invoices are paid by transfer; without an IBAN, no payment code is shown.
        "IBAN": _iban(environ.get("IBAN")),
        "BIC": _bic(environ.get("BIC")),
        # The holder as the bank knows it: banks compare it with the account's before they transfer.
        "IBAN_TITULAIRE": environ.get("IBAN_TITULAIRE") or None,
        # Types of documents that a third party may read.
        "DOCUMENTS_TIERS": _words(environ, "DOCUMENTS_TIERS", DOCUMENT_KINDS, ("FACTURE", "AVOIR", "RECU", "AUTRE")),
    }


def _database_url(url: str | None, instance: Path) -> str:
    if not url:
        return f"sqlite:///{instance / 'portail.sqlite'}"
    # psycopg 3 is the driver we ship; accept the addresses operators copy from elsewhere.
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _kept_secret(path: Path) -> str:
    """An installation that was given no key makes its own once, so that no default key exists anywhere."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
        # Whole or not at all, and the first of several processes wins.
        with suppress(FileExistsError):
            os.link(draft, path)
        Path(draft).unlink()
    return path.read_text().strip()


def _integer(environ: Mapping[str, str], name: str, default: int, *, at_least: int = 0, at_most: int = 65535) -> int:
    raw = environ.get(name) or str(default)
    if not raw.isdigit() or not at_least <= int(raw) <= at_most:
        raise ConfigurationError(f"{name} must be a whole number from {at_least} to {at_most}, not {raw!r}")
    return int(raw)


def _euros(environ: Mapping[str, str], name: str, *, at_most: int) -> Decimal:
    """An amount, with its cents if it has any: « 82,46 »."""
    raw = environ.get(name) or "0"
    value = Decimal(raw.replace(",", ".")) if _EUROS.fullmatch(raw) else None
    if value is None or value > at_most:
        raise ConfigurationError(f"{name} must be an amount in euros from 0 to {at_most}, not {raw!r}")
    return value


def _choice(environ: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = environ.get(name) or allowed[0]
    if value not in allowed:
        raise ConfigurationError(f"{name} must be one of {', '.join(allowed)}, not {value!r}")
    return value


def _words(environ: Mapping[str, str], name: str, allowed: tuple[str, ...], default: tuple[str, ...]) -> frozenset[str]:
    given = environ.get(name)
    words = given.replace(",", " ").split() if given is not None else default
    if unknown := [word for word in words if word not in allowed]:
        raise ConfigurationError(f"{name} takes words among {', '.join(allowed)}, not {unknown[0]!r}")
    return frozenset(words)


def _site(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigurationError(f"ASSO_SITE must be a full address such as https://www.example.org, not {raw!r}")
    return raw


def _address(raw: str | None) -> str:
    """One line below the other; an environment file, which holds no line break, divides them by « | »."""
    lines = [" ".join(line.split()) for line in (raw or "").replace("|", "\n").splitlines()]
    lines = [line for line in lines if line]
    if len(lines) > ADDRESS_LINES or not all(len(line) <= ADDRESS_LINE and line.isprintable() for line in lines):
        raise ConfigurationError(
            f"CONTACT_ADRESSE takes {ADDRESS_LINES} lines of {ADDRESS_LINE} characters at most, not {raw!r}"
        )
    return "\n".join(lines)


def _iban(raw: str | None) -> str | None:
    if not raw:
        return None
    try:
        return str(iban.validate(raw))
    except ValidationError:
        raise ConfigurationError(f"IBAN is not a valid account number: {raw!r}") from None


def _bic(raw: str | None) -> str | None:
    if not raw:
        return None
    try:
        return str(bic.validate(raw))
    except ValidationError:
        raise ConfigurationError(f"BIC is not a valid bank identifier: {raw!r}") from None


def _origins(raw: str) -> list[str]:
    origins = raw.replace(",", " ").split()
    for origin in origins:
        parts = urlsplit(origin)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path or ";" in origin:
            raise ConfigurationError(f"EMBED_ORIGINS takes origins such as https://www.example.org, not {origin!r}")
    return origins
