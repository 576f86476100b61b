"""Two people on the same form: what is to be saved must still be what was shown."""

import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from app.services.digests import plain


class ChangedMeanwhile(Exception):
    """Somebody saved something else since the form was shown; `by` and `at` say who and when, if it is known."""

    def __init__(self, by: str | None = None, at: datetime | None = None) -> None:
        super().__init__("changed meanwhile")
        self.by, self.at = by, at


def mark_of(shown: Any) -> str:
    """What a form carries to say which values it showed: the same values, the same mark."""
    return plain(json.dumps(asdict(shown), sort_keys=True, default=str))[:16]
