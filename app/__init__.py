"""Portail adhérents: where an occupational-health association's members manage their employees' follow-up."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from app import (
    blueprints,
    cli,
    config,
    converters,
    database,
    errors,
    formatting,
    htmx,
    pages,
    reading,
    security,
    settings,
    unit_of_work,
    uploads,
)
from app.extensions import csrf, db, login_manager, migrate
from app.extensions import mail as mailer

PROJECT = Path(__file__).resolve().parent.parent


def create_app(overrides: Mapping[str, Any] | None = None, environ: Mapping[str, str] | None = None) -> Flask:
    """The application, configured by the environment; `overrides` come last (tests do that)."""
    environ = os.environ if environ is None else environ
    instance = environ.get("INSTANCE_PATH") or str(PROJECT / "instance")
    app = Flask(__name__, instance_path=instance)
    app.config.update(config.load(environ, instance))
    app.config.update(overrides or {})
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if hops := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]

    db.init_app(app)
    with app.app_context():
        database.configure(db.engine)
    migrate.init_app(app, db, directory=str(PROJECT / "migrations"))
    mailer.init_app(app)
    login_manager.init_app(app)

    settings.register(app, environ)
    for part in (uploads, reading, converters, errors, formatting, htmx, pages, security):
        part.register(app)
    csrf.init_app(app)
    # Last registered, first to run after a request: the work is committed before anything else is noted.
    unit_of_work.register(app)
    blueprints.register(app)
    cli.register(app)
    return app
