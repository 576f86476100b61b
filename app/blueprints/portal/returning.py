"""Coming back to the declaration after a detour by an employee's or a company's form: ?retour=/e/<id>/cotisation/…"""

import re

from flask import g, request

_STEP = re.compile(r"/cotisation/\d{4}/[a-z-]+(\?file=[0-9a-z]{10})?")


def way_back() -> str | None:
    """The page of this company's declaration that the person came from, if it is one."""
    asked, home = request.values.get("retour", ""), f"/e/{g.access.company.public_id}"
    return asked if asked.startswith(home) and _STEP.fullmatch(asked.removeprefix(home)) else None
