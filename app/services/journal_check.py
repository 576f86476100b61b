"""« Vérifier le journal », as a long work."""

from app.extensions import db
from app.formatting import number, plural
from app.models import Job, StaffRight, User
from app.services import audit, audit_seals, jobs
from app.services.jobs import Outcome, Tell, Work


def run(job: Job, tell: Tell) -> Outcome:
    audit_seals.seal_due()
    verdict = audit_seals.verify(tell)
    agent = db.session.get(User, job.created_by_id) if job.created_by_id else None
    audit.record("journal.verified", actor=agent, whole=verdict.is_whole, lines=verdict.lines)
    db.session.commit()
    if verdict.is_whole:
        return Outcome({"summary": _untouched(verdict.lines)})
    raise jobs.Refused(
        f"Le journal a été modifié\u00a0: la ligne n° {number(verdict.broken_at or 0)}, ou celle d’avant, n’est plus "
        "ce qu’elle était. Prévenez l’exploitant et gardez une copie de la base."
    )


def _untouched(lines: int) -> str:
    if not lines:
        return "Aucune ligne n’est encore scellée\u00a0: chacune l’est deux minutes après son inscription."
    return f"{plural(lines, 'ligne scellée', 'lignes scellées')}, aucune modifiée."


WORK = Work("Vérification du journal", StaffRight.ADMINISTRATION, run)
