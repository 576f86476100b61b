"""Work that takes longer than a page: letters by the thousand, imports. A process of its own does it, one at a time."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.models.base import Base, new_public_id, one_of


class JobState(StrEnum):
    WAITING = "en-attente"
    RUNNING = "en-cours"
    DONE = "termine"
    FAILED = "echec"
    CANCELLED = "annule"

    @property
    def label(self) -> str:
        return {
            "en-attente": "En attente",
            "en-cours": "En cours",
            "termine": "Terminé",
            "echec": "Échec",
            "annule": "Annulé",
        }[self.value]

    @property
    def is_over(self) -> bool:
        return self not in (JobState.WAITING, JobState.RUNNING)


class Job(Base):
    __tablename__ = "job"
    __table_args__ = (Index("ix_job_state_created_at", "state", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(10), unique=True, default=new_public_id)
    # Which work, as app/services/jobs.py knows it, and what it needs to know. Never a secret.
    kind: Mapped[str] = mapped_column(String(30))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[JobState] = mapped_column(one_of(JobState, 12), default=JobState.WAITING)
    # What it found, for the page that shows it; a file that it wrote, by its key in app/services/files.py.
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    file_key: Mapped[str | None] = mapped_column(String(64))
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    # How often it was begun: killed, it is begun again.
    attempts: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
