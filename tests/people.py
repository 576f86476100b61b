"""The people of the tests, whom the whole team knows.

Yann manages the bakery. Maëlle works for him. Jeanne is an accountant, with clients. Solène manages a garage and has
nothing to do with the bakery: she should have no access to anything of Yann's. Anouk is an agent of the association.
"""

from functools import cached_property

from flask import Flask
from sqlalchemy import select

from app.clock import now
from app.extensions import db
from app.models import (
    Company,
    Employee,
    FollowUp,
    Membership,
    Profile,
    Role,
    SecondFactor,
    StaffMember,
    StaffRight,
    User,
)
from app.services import declarant_numbers, passwords
from app.services.memberships import derived_columns
from app.services.search import fold
from app.tenancy import all_companies

PASSWORD = "une baguette bien cuite"
NUMBER = "7KMQ2-HXD9G"


class People:
    """People and companies, made when a test first names them, each with an address and a password that works."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._clients = 0

    @cached_property
    def bakery(self) -> str:
        """The public id of BOULANGERIE LE GALL, code 220417."""
        return self.company("BOULANGERIE LE GALL", "220417", siret="80331845800012")

    @cached_property
    def garage(self) -> str:
        return self.company("GARAGE MORIN", "220065", "LANNION")

    @cached_property
    def yann(self) -> str:
        """The address of the bakery's manager."""
        return self.person("Yann", "Le Gall", self.bakery)

    @cached_property
    def maelle(self) -> str:
        return self.person("Maëlle", "Cariou", self.bakery, role=Role.MEMBER)

    @cached_property
    def jeanne(self) -> str:
        """The address of the accountant; give her clients with `client`."""
        return self.person("Jeanne", "David", role=Role.THIRD_PARTY)

    @cached_property
    def solene(self) -> str:
        return self.person("Solène", "Morin", self.garage)

    @cached_property
    def anouk(self) -> str:
        """The address of an agent who may do everything, and whose second factor is set up."""
        return self.agent("Anouk", *StaffRight)

    def agent(self, first_name: str, *rights: StaffRight) -> str:
        """An agent of the association who has these rights."""
        email = self.person(first_name, "Agent", profile=Profile.STAFF)
        with self._app.app_context():
            user = db.session.scalars(select(User).where(User.email == email)).one()
            db.session.add(StaffMember(user_id=user.id, rights=frozenset(rights)))
            db.session.add(SecondFactor(user_id=user.id, seed="0" * 32, confirmed_at=now()))
            db.session.commit()
        return email

    def company(
        self, name: str, code: str, city: str = "SAINT-BRIEUC", *, number: str = NUMBER, **others: object
    ) -> str:
        """A member company with its identifiers; returns its public id."""
        with self._app.app_context(), all_companies("test"):
            company = Company(name=name, member_code=code, city=city, **derived_columns(name, city, code), **others)
            db.session.add(company)
            db.session.flush()
            declarant_numbers.assign(company, number)
            db.session.commit()
            return company.public_id

    def person(
        self,
        first_name: str,
        last_name: str,
        *companies: str,
        role: Role = Role.MANAGER,
        profile: Profile | None = None,
    ) -> str:
        """Somebody with an account in use; returns their address."""
        firm = role is Role.THIRD_PARTY
        with self._app.app_context(), all_companies("test"):
            user = User(
                email=f"{fold(first_name)}.{fold(last_name).replace(' ', '')}@example.org",
                first_name=first_name,
                last_name=last_name,
                job_title="Comptable" if firm else "Gérant",
                firm_name="Cabinet Exemple" if firm else None,
                profile=profile or (Profile.FIRM if firm else Profile.MEMBER),
                password_hash=passwords.hash_password(PASSWORD),
                activated_at=now(),
            )
            db.session.add(user)
            db.session.flush()
            for public_id in companies:
                company = db.session.scalars(select(Company).where(Company.public_id == public_id)).one()
                db.session.add(Membership(user_id=user.id, company_id=company.id, role=role))
            db.session.commit()
            return user.email

    def attach(self, email: str, public_id: str, role: Role = Role.THIRD_PARTY, **others: object) -> int:
        """Give somebody a company; returns the membership's id."""
        with self._app.app_context(), all_companies("test"):
            user = db.session.scalars(select(User).where(User.email == email)).one()
            company = db.session.scalars(select(Company).where(Company.public_id == public_id)).one()
            membership = Membership(user_id=user.id, company_id=company.id, role=role, **others)
            db.session.add(membership)
            db.session.commit()
            return membership.id

    def clients(self, email: str, count: int) -> list[str]:
        """Give an accountant so many clients; returns their public ids."""
        made = []
        for _ in range(count):
            self._clients += 1
            made.append(self.company(f"CLIENT {self._clients:04d}", f"23{self._clients:04d}", "DINAN"))
            self.attach(email, made[-1])
        return made

    def employee(self, public_id: str, name: str, first_name: str, **others: object) -> int:
        """An employee of a company; returns its number there."""
        with self._app.app_context(), all_companies("test"):
            company = db.session.scalars(select(Company).where(Company.public_id == public_id)).one()
            number = len(db.session.scalars(select(Employee.id).where(Employee.company_id == company.id)).all()) + 1
            db.session.add(
                Employee(
                    **{
                        "company_id": company.id,
                        "number": number,
                        "reference": f"R{number}",
                        "birth_name": name,
                        "first_name": first_name,
                        "follow_up": FollowUp.SI,
                        "job": "Boulanger",
                        "sort_name": fold(f"{name} {first_name}"),
                        "search": fold(f"{name} {first_name} {others.get('job', 'Boulanger')}"),
                        **others,
                    }
                )
            )
            db.session.commit()
            return number
