"""`flask serve`: everything a newcomer needs in one command; `make run` is this."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask_migrate import upgrade
from gunicorn.app.base import BaseApplication
from sqlalchemy import select

from app.cli.demo import printed, welcome
from app.extensions import db
from app.models import User
from app.services import demo, upkeep


@click.command("serve", help="Préparer la base, démarrer le portail et l’envoi des e-mails.")
@click.option("--demo", is_flag=True, help="Remplir une base neuve avec l’association de démonstration.")
@printed
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--workers", default=2, show_default=True)
@click.option("--threads", default=4, show_default=True)
def serve(demo: bool, printed: int, host: str, workers: int, threads: int) -> None:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    upgrade()
    if demo:
        _welcome_with_demo(app, printed)
    db.session.remove()
    db.engine.dispose()
    mail, here = _start_mail(app), os.getpid()
    click.echo(f"\nPortail adhérents : {click.style(app.config['BASE_URL'], bold=True)}  (Ctrl+C pour arrêter)")
    try:
        Server(app, bind=f"{host}:{app.config['PORT']}", workers=workers, threads=threads).run()
    finally:
        # The server's own workers are forks of this process, and leave through here as well.
        if os.getpid() == here:
            _stop(mail)


def _welcome_with_demo(app: Flask, printed: int) -> None:
    """Fill a new database with the demonstration association; say again, at each start, how to try it."""
    folder = Path(app.instance_path) / "demo"
    if db.session.scalars(select(User.id).limit(1)).first() is None:
        click.echo("Base neuve\u00a0: installation de l’association de démonstration…")
        demo.install(printed=printed)
    if folder.is_dir():
        welcome(folder)


def _start_mail(app: Flask) -> int:
    """The mail leaves from a process of its own, forked before the server has threads; returns its number.

    A bare fork: multiprocessing would have each worker of the server end this process when it leaves.
    """
    if pid := os.fork():
        return pid
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    _keep_sending(app)
    os._exit(0)


def _keep_sending(app: Flask) -> None:
    """Start again whatever sends the mail, should it be killed, until the portal itself is gone."""
    portal = os.getppid()
    while os.getppid() == portal:
        if not (sender := os.fork()):
            upkeep.run_until_orphaned(app)
            os._exit(0)
        while os.getppid() == portal and os.waitpid(sender, os.WNOHANG) == (0, 0):
            time.sleep(1)


def _stop(pid: int) -> None:
    with suppress(ProcessLookupError, ChildProcessError):
        os.kill(pid, signal.SIGTERM)
        os.waitpid(pid, 0)


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn around the application that is already loaded."""

    def __init__(self, app: Flask, **settings: Any) -> None:
        self._app = app
        self._settings = {
            "worker_class": "gthread",
            "preload_app": True,
            "control_socket_disable": True,
            "loglevel": "warning",
            "max_requests": 2000,
            "max_requests_jitter": 200,
            "timeout": 60,
            "graceful_timeout": 20,
            **settings,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app
