"""Every long work that agents may ask for, by its name."""

from collections.abc import Mapping

from app.models import StaffRight
from app.services import journal_check
from app.services.jobs import Work
from app.services.staff import (
    campaign_opening,
    campaign_reminders,
    document_batches,
    document_publication,
    document_reading,
    exports,
    import_works,
    imports,
    letters,
    portfolio_transfer,
)

WORKS: Mapping[str, Work] = {
    "journal.verify": journal_check.WORK,
    letters.KIND: letters.WORK,
    imports.TRIAL: import_works.TRIAL,
    imports.APPLY: import_works.APPLY,
    exports.WRITE: exports.WORK,
    campaign_opening.KIND: campaign_opening.WORK,
    campaign_reminders.KIND: campaign_reminders.WORK,
    portfolio_transfer.KIND: portfolio_transfer.WORK,
    document_batches.READ: Work("Lecture des documents déposés", StaffRight.DOCUMENTS, document_reading.read),
    document_batches.PUBLISH: Work("Publication des documents", StaffRight.DOCUMENTS, document_publication.publish),
}
