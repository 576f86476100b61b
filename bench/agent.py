"""An agent with every right, who has given their code."""

from flask import Flask
from flask.testing import FlaskClient

from app.clock import now
from app.extensions import db
from app.models import Base, Profile, SecondFactor, StaffMember, StaffRight, User
from app.services import sessions

EMAIL = "agent@bench.example.org"


def hire(app: Flask) -> None:
    """Put the agent into a database, made if needed."""
    with app.app_context():
        Base.metadata.create_all(db.engine)
        agent = User(email=EMAIL, profile=Profile.STAFF, activated_at=now())
        db.session.add(agent)
        db.session.flush()
        db.session.add(StaffMember(user_id=agent.id, rights=frozenset(StaffRight)))
        db.session.add(SecondFactor(user_id=agent.id, seed="0" * 32, confirmed_at=now()))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    with app.app_context():
        agent = db.session.query(User).filter_by(email=EMAIL).one()
        token = sessions.open_for(agent)
        db.session.flush()
        proved = sessions.find(token)
        if proved:
            token = sessions.prove(proved[0])
        db.session.commit()
    with client.session_transaction() as session:
        session["sid"] = token
    return client
