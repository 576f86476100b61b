"""Documents: dropped by the hundred, dispatched to their members, published, taken back."""

from app.blueprints.staff.jobs import AFTERWARDS
from app.blueprints.staff.section import staff_section
from app.models import StaffRight
from app.services.staff import document_batches

documents = staff_section("documents", __name__, right=StaffRight.DOCUMENTS, address="/documents")
AFTERWARDS.update(dict.fromkeys((document_batches.READ, document_batches.PUBLISH), "staff.documents.after"))

from app.blueprints.staff.documents import batches, correcting, dropping, published  # noqa: E402, F401
