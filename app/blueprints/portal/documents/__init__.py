"""Mon espace documentaire: the documents that the association publishes for the company."""

from app.blueprints.portal.section import section
from app.permissions import Right

documents = section("documents", __name__, right=Right.READ_DOCUMENTS, address="/documents")

from app.blueprints.portal.documents import files, routes  # noqa: E402, F401
