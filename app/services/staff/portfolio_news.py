"""Who hears of a transfer: the two people, and whoever answers for each company; one letter a reader."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.mail import access_letters
from app.models import Company, User
from app.services import attachments

_AT_ONCE = 500


@dataclass
class _Reader:
    """An address, its account when it has one, and the companies that it is told of."""

    user: User | None
    companies: list[Company] = field(default_factory=list)


def tell(giver: User, receiver: User, companies: Sequence[Company]) -> None:
    """Queue every letter about a transfer; few statements, whatever the number of companies."""
    access_letters.portfolio_received(receiver, giver, companies)
    if giver.disabled_at is None and giver.activated_at is not None:
        access_letters.portfolio_given(giver, receiver, companies)
    for address, reader in _readers(companies, besides=(giver, receiver)).items():
        access_letters.companies_transferred(address, giver, receiver, reader.companies, user=reader.user)


def _readers(companies: Sequence[Company], *, besides: tuple[User, User]) -> dict[str, _Reader]:
    """Each company's other managers; its known contact when it has none."""
    parties = {user.id for user in besides}
    readers: dict[str, _Reader] = {user.email: _Reader(user) for user in besides}
    for start in range(0, len(companies), _AT_ONCE):
        some = companies[start : start + _AT_ONCE]
        managers: dict[int, list[User]] = {}
        for company_id, manager in attachments.managers_of_each([company.id for company in some]):
            if manager.id not in parties:
                managers.setdefault(company_id, []).append(manager)
        for company in some:
            for manager in managers.get(company.id, ()):
                readers.setdefault(manager.email, _Reader(manager)).companies.append(company)
            if company.id not in managers and company.email:
                readers.setdefault(company.email, _Reader(None)).companies.append(company)
    for user in besides:
        readers.pop(user.email, None)
    return readers
