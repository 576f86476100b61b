"""Keyed digests: what lets us recognise a secret, an address or a code without being able to read it back."""

import hashlib
import hmac

from flask import current_app


def keyed(purpose: str, value: str) -> str:
    """HMAC-SHA-256 of a value under this installation's key, in hexadecimal. The key is not in the database."""
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()


def plain(token: str) -> str:
    """SHA-256 of a random token, in hexadecimal: a token of 256 bits needs no key to be unguessable."""
    return hashlib.sha256(token.encode()).hexdigest()
