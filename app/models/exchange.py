"""What agents exchange with the association's business software through the browser."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.clock import now
from app.models.base import Base, new_public_id, one_of


class ImportState(StrEnum):
    RECEIVED = "recu"
    APPLIED = "applique"
    ABANDONED = "abandonne"

    @property
    def label(self) -> str:
        return {"recu": "À appliquer", "applique": "Appliqué", "abandonne": "Abandonné"}[self.value]


class ImportRun(Base):
    """Files sent by an agent, tried, then applied or abandoned. The files themselves are beside the database."""

    __tablename__ = "import_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(10), unique=True, default=new_public_id)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
    state: Mapped[ImportState] = mapped_column(one_of(ImportState, 12), default=ImportState.RECEIVED)
    # What was sent: its name, where it is kept, which file of the exchange it is, what its columns are.
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    documents: Mapped[int] = mapped_column(default=0)
    # Figures alone, never what a line says: what the last trial found, what the import did.
    trial: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    outcome: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    # The last work asked for, by its public name; works are forgotten sooner.
    job: Mapped[str | None] = mapped_column(String(10))
    finished_at: Mapped[datetime | None]
    # The files are gone, with what was refused of them.
    cleared_at: Mapped[datetime | None]


class ExportRun(Base):
    """What the portal learnt since a moment, written for the business software."""

    __tablename__ = "export_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(String(10), unique=True, default=new_public_id)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(default=now, index=True)
    since: Mapped[datetime]
    # From when the next one must start; not known until it is written.
    next_since: Mapped[datetime | None]
    lines: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    job: Mapped[str] = mapped_column(String(10))
