"""The pages, a package for each part of the portal. A route reads its form, calls one service, and answers."""

from flask import Flask


def register(app: Flask) -> None:
    from app.blueprints.agenda import agenda
    from app.blueprints.auth import auth
    from app.blueprints.companies import companies
    from app.blueprints.onboarding import onboarding
    from app.blueprints.portal import portal
    from app.blueprints.profile import profile
    from app.blueprints.public import public
    from app.blueprints.staff import staff
    from app.blueprints.verification import verification

    for blueprint in (public, verification, agenda, auth, onboarding, companies, profile, portal, staff):
        app.register_blueprint(blueprint)
