"""Where a person goes after signing in."""

from flask import url_for

from app.models import User
from app.services import memberships

# Proxies refuse an answer whose headers are longer.
LONGEST = 2000


def after_sign_in(user: User, wanted: str | None) -> str:
    """The page that was asked for before signing in, otherwise the natural one: their company, or their companies."""
    if wanted and is_ours(wanted):
        return wanted
    if user.is_staff:
        return url_for("staff.home.index")
    company = memberships.only_one(user)
    return url_for("portal.home.index", public_id=company) if company else url_for("companies.index")


def is_ours(address: str) -> bool:
    """Whether an address is a path of this site; browsers read « \\ » and « // » as the beginning of another one."""
    return (
        address.startswith("/")
        and not address.startswith(("//", "/\\"))
        and address.isprintable()
        and len(address) <= LONGEST
    )
