"""The risks of an employee, as one text that files and people share: « amiante, CMR (poussières de bois), bruit »."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from app.law.exposures import EXPOSURES
from app.services.search import fold

LONGEST = 400
# « travailleur handicapé », « pension d’invalidité », « femme enceinte », « vient d’accoucher »: what an employee told
# of themselves is no risk of a post, and everybody who reads a list of risks would read it.
_PERSONAL = re.compile(
    r"(?:(?:travailleu(?:r|se)s?|salariee?s?|femmes?|meres?|reconnue?|statut|en|situation|pension|titulaire|vien[a-z]+"
    r"|une|de?)[ '])*(?:handicap|rqth|boeth|invalid|enceinte|grossesse|allait|accouch)"
)


@dataclass(frozen=True)
class Risks:
    """Exposures by code, each as it was written, and the rest, which the law gives no follow-up to."""

    exposures: Mapping[str, str] = field(default_factory=dict)
    others: tuple[str, ...] = ()

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(self.exposures)


def read(text: str | None) -> Risks:
    """What a text says, whoever wrote it: an import, the form, an older version of the portal."""
    exposures, others = dict[str, str](), list[str]()
    for item in filter(None, (part.strip() for part in (text or "").split(","))):
        code = _code_of(item)
        if code is None:
            others.append(item)
        else:
            exposures.setdefault(code, item)
    return Risks(exposures, tuple(dict.fromkeys(others)))


def write(codes: Iterable[str], others: str, before: str | None = None) -> str:
    """The text that says these exposures, in the order of the law, then the rest; details known before are kept."""
    known, typed = read(before).exposures, read(others)
    chosen = {*codes, *typed.exposures}
    labels = [
        typed.exposures.get(one.code) or known.get(one.code) or one.label for one in EXPOSURES if one.code in chosen
    ]
    return ", ".join([*labels, *typed.others])


def personal(text: str | None) -> list[str]:
    """What a text tells of the employee rather than of the post."""
    return [item for item in read(text).others if _PERSONAL.match(fold(item))]


def impersonal(text: str | None) -> str | None:
    """The text without what it tells of the employee."""
    told = personal(text)
    kept = (part.strip() for part in (text or "").split(","))
    return ", ".join(part for part in kept if part not in told) or None if told else text


def _code_of(item: str) -> str | None:
    """Who is named by the beginning of what is written, up to the end of a word."""
    folded = fold(item)
    found = [
        (len(name), code)
        for name, code in _NAMES
        if folded.startswith(name) and not folded[len(name) : len(name) + 1].isalnum()
    ]
    return max(found)[1] if found else None


_NAMES = tuple((fold(name), exposure.code) for exposure in EXPOSURES for name in (exposure.label, *exposure.names))
