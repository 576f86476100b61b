"""Ma cotisation: the annual declaration of headcounts, step by step, and its receipts."""

import re
from typing import Any

from flask import g, request

from app.blueprints.portal.section import section
from app.permissions import Right

contribution = section("contribution", __name__, right=Right.READ_DECLARATIONS, address="/cotisation")
_QUEUE = re.compile(r"[0-9a-z]{10}")


@contribution.url_defaults
def _keep_queue(_endpoint: str, values: dict[str, Any]) -> None:
    """Who declares several companies in a row keeps the queue (?file=) from page to page of this one."""
    queue = request.args.get("file", "") if request else ""
    if _QUEUE.fullmatch(queue) and values.get("public_id") == g.access.company.public_id:
        values.setdefault("file", queue)


from app.blueprints.portal.contribution import beginning, leaving, receipt, sending, steps  # noqa: E402, F401
