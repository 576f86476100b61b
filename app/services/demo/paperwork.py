"""The papers of the fictional companies: declarations of past years, invoices, credit notes, attestations."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

from app.formatting import NBSP, amount, short_date
from app.services import member_codes
from app.services.demo import identifiers

DECLARATIONS = "code_adherent;annee;si;sia;sir;date_envoi;recu"
DOCUMENTS = "code_adherent;type;numero;date;echeance;montant_ht;montant_ttc;etat;fichier"
YEARS = (2025, 2026)
# As app/services/tariff_reading.py reads it: rates by size, in cents without VAT, those of a real association of 2025;
# what it asks besides is that of others.
TARIFF = {
    "mode": "par_salarie",
    "tranches": [
        {"jusqu_a": 9, "taux_centimes": 9638},
        {"jusqu_a": 50, "taux_centimes": 10494},
        {"jusqu_a": 300, "taux_centimes": 11565},
        {"taux_centimes": 12208},
    ],
    "apprenti_centimes": 4712,
    "adhesion": {"par_salarie_centimes": 2000, "salaries_maximum": 30},
    "factures": [{"jusqu_a": 20, "nombre": 1}, {"jusqu_a": 50, "nombre": 2}, {"nombre": 4}],
    "embauches": {"regle": "contrat", "jours": 31},
    "tva_pour_cent": 20,
}
_VAT = 20
ISSUER = ["12 boulevard Clemenceau", "22000 SAINT-BRIEUC", f"Téléphone{NBSP}: 02 61 91 00 22"]
_LATE = (
    f"Paiement à 30 jours, sans escompte. Pénalités de retard{NBSP}: trois fois le taux d’intérêt légal{NBSP}; "
    f"indemnité forfaitaire pour frais de recouvrement{NBSP}: 40{NBSP}€ (art. L. 441-10 du code de commerce)."
)
_MEMBER = (
    "L’association atteste que l’entreprise ci-dessus adhère au service de prévention et de santé au travail "
    "interentreprises pour l’année {year}."
)
_FICTION = f"Association fictive{NBSP}: cette facture n’est pas à payer."

Line = Sequence[str]


@dataclass(frozen=True)
class Customer:
    """A company as its papers name it."""

    code: str
    name: str
    address: tuple[str, ...]


@dataclass
class Headcounts:
    """Who was there on the first of January of each year, by company and follow-up."""

    _found: dict[tuple[str, int], dict[str, int]] = field(default_factory=dict)

    def add(self, code: str, follow_up: str, entered_on: str, left_on: str) -> None:
        for year in YEARS:
            day = f"{year}-01-01"
            if entered_on <= day and not (left_on and left_on < day):
                counts = self._found.setdefault((code, year), {"SI": 0, "SIA": 0, "SIR": 0})
                counts[follow_up] += 1

    def of(self, code: str, year: int) -> dict[str, int]:
        return self._found.get((code, year), {})


@dataclass(frozen=True)
class Paper:
    """A document: its line in documents.csv, and what its PDF file says."""

    kind: str
    number: str
    issued_on: date
    customer: Customer
    what: str = ""
    heads: int = 0
    rate: int = 0
    due_on: date | None = None
    state: str = ""

    @property
    def net(self) -> int:
        return self.heads * self.rate

    @property
    def vat(self) -> int:
        return (self.net * _VAT + 50) // 100

    @property
    def file(self) -> str:
        return f"documents/{self.number}.pdf"

    def line(self, *, is_printed: bool) -> Line:
        due = self.due_on.isoformat() if self.due_on else ""
        amounts = (_euros(self.net), _euros(self.net + self.vat)) if self.heads else ("", "")
        file = self.file if is_printed else ""
        return (self.customer.code, self.kind, self.number, self.issued_on.isoformat(), due, *amounts, self.state, file)

    @property
    def template(self) -> str:
        return "invoice" if self.heads else "attestation"

    def facts(self) -> dict[str, Any]:
        """What the template of its PDF file asks for."""
        titles = {"FACTURE": "Facture", "AVOIR": "Avoir", "ATTESTATION": "Attestation d’adhésion"}
        common = {
            "title": f"{titles[self.kind]} {self.number}",
            "author": "AIST22",
            "association": "Santé au Travail",
            "issuer": ISSUER,
            "customer": [self.customer.name, *self.customer.address],
        }
        about = [["Code adhérent", member_codes.shown(self.customer.code)], ["Date", short_date(self.issued_on)]]
        if not self.heads:
            return {**common, "about": about, "sentences": [_MEMBER.format(year=self.issued_on.year)]}
        if self.due_on:
            about.append(["Échéance", short_date(self.due_on)])
        return {
            **common,
            "about": about,
            "lines": [[self.what, str(self.heads), amount(self.rate), amount(self.net)]],
            "net": amount(self.net),
            "vat_label": f"TVA {_VAT}{NBSP}%",
            "vat": amount(self.vat),
            "gross": amount(self.net + self.vat),
            "conditions": [_LATE, _FICTION],
        }


class Office:
    """Who writes the papers, on a given day."""

    def __init__(self, seed: int, today: date, headcounts: Headcounts) -> None:
        self._rng = Random(f"{seed} papers")
        self._today = today
        self._headcounts = headcounts
        self._numbers = {year: count(1) for year in range(YEARS[0], today.year + 1)}
        self._receipts = {year: count(1) for year in YEARS}

    def declarations(self, code: str) -> Iterator[Line]:
        """Nearly all of them declared in January; a few forgot."""
        for year in YEARS:
            counts = self._headcounts.of(code, year)
            if counts and self._rng.random() < 0.94:
                day = date(year, 1, self._rng.randint(4, 31))
                receipt = f"R{year}-{next(self._receipts[year]):05d}"
                yield (code, str(year), *map(str, counts.values()), day.isoformat(), receipt)

    def papers(self, customer: Customer) -> Iterator[Paper]:
        """The invoices of each year, now and then a complement or a credit note, an attestation."""
        rng = self._rng
        for year in YEARS:
            if heads := sum(self._headcounts.of(customer.code, year).values()):
                issued, paid = date(year, 2, rng.randint(5, 20)), year < YEARS[-1] or rng.random() < 0.9
                yield self._invoice(customer, f"Cotisation {year}", heads, issued, paid=paid)
                if year == YEARS[-1] and rng.random() < 0.08:
                    number = self._number("A", year)
                    what = f"Régularisation de la cotisation {year}"
                    yield Paper("AVOIR", number, date(year, 5, 12), customer, what, 1, _rate(heads))
        is_of_the_tour = customer.code == identifiers.member_code(0)
        if is_of_the_tour or rng.random() < 0.3:
            recent, paid = self._today - timedelta(days=rng.randint(3, 25)), rng.random() < 0.2
            yield self._invoice(
                customer, "Salarié arrivé en cours d’année", 1, recent, paid=paid and not is_of_the_tour
            )
        if is_of_the_tour or rng.random() < 0.3:
            issued = date(YEARS[-1], 3, 2)
            yield Paper("ATTESTATION", self._number("AD", issued.year), issued, customer)

    def _invoice(self, customer: Customer, what: str, heads: int, issued: date, *, paid: bool) -> Paper:
        number, due = self._number("F", issued.year), issued + timedelta(days=30)
        state = "REGLEE" if paid else "A_REGLER"
        return Paper("FACTURE", number, issued, customer, what, heads, _rate(heads), due, state)

    def _number(self, series: str, year: int) -> str:
        return f"{series}-{year}-{next(self._numbers[year]):05d}"


def _rate(heads: int) -> int:
    """The rate of a company of this size, in cents."""
    brackets: Any = TARIFF["tranches"]
    return int(next(one["taux_centimes"] for one in brackets if heads <= one.get("jusqu_a", heads)))


def _euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"
