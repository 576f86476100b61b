"""The work that publishes a batch: documents first, then one letter a person, whatever the number of their companies.

Killed and begun again, it publishes nothing twice and writes to nobody twice: a file says that it is published in the
transaction that publishes it, and the batch whom it wrote to in the one that queues the letter.
"""

from itertools import groupby

from sqlalchemy import Select, func, select, update

from app.database import reading
from app.extensions import db
from app.formatting import plural
from app.mail import document_letters, letters
from app.models import (
    BatchState,
    Company,
    Document,
    DocumentBatch,
    DocumentKind,
    DocumentState,
    DroppedAs,
    DroppedFile,
    FileState,
    Job,
    Membership,
    User,
)
from app.services import audit, document_publishing, file_changes, files, visibility
from app.services.document_publishing import WANTS_TO_KNOW, Particulars
from app.services.files import Kept
from app.services.jobs import Outcome, Refused, Tell
from app.services.staff import document_batches, document_checks
from app.services.staff.document_reading import LOST
from app.tenancy import all_companies

AT_ONCE = 20
LETTERS_AT_ONCE = 10
TO_BE_DECIDED = tuple(state for state in FileState if state not in (FileState.PUBLISHED, FileState.REFUSED))


def publish(job: Job, tell: Tell) -> Outcome:
    """Publish what is ready in a batch, from where it was left if it was interrupted."""
    with all_companies("an agent publishes documents for every company"):
        batch = document_batches.of_job(job)
        if batch is None or batch.state is not BatchState.PUBLISHING:
            raise Refused("Ce lot a été abandonné.")
        agent = db.session.get(User, job.created_by_id) if job.created_by_id else None
        linked = _publish_all(batch, agent, tell)
        published = _count(batch, DroppedFile.is_news)
        told = _tell_everybody(batch, tell)
        _end(batch)
    done = [
        plural(published, "document publié", "documents publiés"),
        *([plural(linked, "rattaché à son salarié", "rattachés à leur salarié")] if linked else []),
        plural(told, "personne prévenue", "personnes prévenues"),
    ]
    return Outcome({"summary": f"{', '.join(done)}."})


def _publish_all(batch: DocumentBatch, agent: User | None, tell: Tell) -> int:
    """Returns how many were published before, and have only been tied to their employee now."""
    ready = DroppedFile.state == FileState.READY
    left = _count(batch, ready)
    total, linked = left + _count(batch, DroppedFile.is_news), 0
    chosen = select(DroppedFile).where(DroppedFile.batch_id == batch.id, ready).order_by(DroppedFile.id).limit(AT_ONCE)
    while some := db.session.scalars(chosen).all():
        for file in some:
            linked += _publish(batch, agent, file)
        db.session.commit()
        left -= len(some)
        tell("Publication des documents", max(0, total - left), total)
    return linked


def _publish(batch: DocumentBatch, agent: User | None, file: DroppedFile) -> bool:
    """Publish a file, unless something else was published meanwhile under its number.

    Returns whether the document was published before, and has only been tied to its employee now.
    """
    document_checks.assess(file)
    if file.state is FileState.READY and not files.path(str(file.file_key)).is_file():
        file.state, file.reason = FileState.REFUSED, LOST
    if file.state is not FileState.READY or file.company_id is None or file.kind is None or file.reference is None:
        db.session.flush()
        return False
    before = document_checks.published_as(file)
    if before is not None and document_checks.is_only_to_be_linked(file, before):
        document, act = before, "document.linked"
        document.employee_id = document_checks.employee_of(file)
        file_changes.give_up(str(file.file_key))
    else:
        act, file.is_news = "document.published", True
        kept = Kept(str(file.file_key), file.file_size)
        document, _ = document_publishing.publish(file.company_id, file.kind, file.reference, _said(file, before), kept)
    file.state, file.reason, file.document_id, file.file_key = FileState.PUBLISHED, "", document.id, None
    company = db.session.get_one(Company, file.company_id)
    audit.record(act, actor=agent, company=company, document=document.id, batch=batch.public_id)
    db.session.flush()
    return not file.is_news


def _said(file: DroppedFile, before: Document | None) -> Particulars:
    """What is said of a document; of one that was published before, what is not said anew is kept."""
    to_pay = DocumentState.TO_PAY if file.kind is DocumentKind.INVOICE else None
    assert file.issued_on is not None  # noqa: S101 (it would not be ready)
    return Particulars(
        issued_on=file.issued_on,
        due_on=file.due_on or (before.due_on if before else None),
        net_cents=file.net_cents if file.net_cents is not None else before.net_cents if before else None,
        gross_cents=file.gross_cents if file.gross_cents is not None else before.gross_cents if before else None,
        state=file.payment or (before.state if before else to_pay),
        employee_id=document_checks.employee_of(file) or (before.employee_id if before else None),
    )


def _tell_everybody(batch: DocumentBatch, tell: Tell) -> int:
    """Write to whoever wants to know and was not written to yet; returns how many people know by now."""
    with reading():
        everybody = db.session.scalars(_people(batch)).all()
        db.session.commit()
    waiting = [user_id for user_id in everybody if user_id > batch.told_through]
    for start in range(0, len(waiting), LETTERS_AT_ONCE):
        some = waiting[start : start + LETTERS_AT_ONCE]
        for user_id in some:
            _write_to(batch, db.session.get_one(User, user_id))
        batch.told_through = some[-1]
        db.session.commit()
        tell("Envoi des e-mails", start + len(some), len(waiting))
    return len(everybody)


def _people(batch: DocumentBatch) -> Select[int]:
    return (
        select(User.id)
        .join(Membership, Membership.user_id == User.id)
        .join(DroppedFile, DroppedFile.company_id == Membership.company_id)
        .where(DroppedFile.batch_id == batch.id, DroppedFile.is_news, *WANTS_TO_KNOW)
        .distinct()
        .order_by(User.id)
    )


def _write_to(batch: DocumentBatch, user: User) -> None:
    """One letter for all the companies of a person; whoever gets a daily one has it sorted by company already."""
    rows = db.session.execute(
        select(Company, Document, Membership.role)
        .join(Membership, Membership.company_id == Company.id)
        .join(Document, Document.company_id == Company.id)
        .join(DroppedFile, DroppedFile.document_id == Document.id)
        .where(DroppedFile.batch_id == batch.id, DroppedFile.is_news, Membership.user_id == user.id)
        .join(User, User.id == Membership.user_id)
        .where(*WANTS_TO_KNOW)
        .order_by(Company.search, Company.id, Document.number)
    ).all()
    shown = [(company, one) for company, one, role in rows if one.kind in visibility.document_kinds(role)]
    news = [(company, [one for _, one in group]) for company, group in groupby(shown, key=lambda pair: pair[0])]
    if len(news) > 1 and not user.daily_digest:
        document_letters.documents_of_companies(user, news)
        return
    for company, documents in news:
        letters.new_documents(user, company, documents)


def _end(batch: DocumentBatch) -> None:
    """What is left is still to be decided upon; the next time, people are told of the next documents."""
    documents = DroppedFile.dropped_as == DroppedAs.DOCUMENT
    left = _count(batch, documents & DroppedFile.state.in_(TO_BE_DECIDED))
    db.session.execute(update(DroppedFile).where(DroppedFile.batch_id == batch.id).values(is_news=False))
    batch.state, batch.told_through = BatchState.TO_CHECK if left else BatchState.PUBLISHED, 0
    db.session.commit()


def _count(batch: DocumentBatch, condition: object) -> int:
    counted = select(func.count()).select_from(DroppedFile).where(DroppedFile.batch_id == batch.id, condition)  # type: ignore[arg-type]
    return db.session.scalar(counted) or 0
