"""The letters about new documents, of one company and of many."""

from tests.support.letters import LONG_NAME, Variant, about_companies

INVOICE = {
    "name": "Facture F-2027-00412", "number": 3, "issued_on": "19/01/2027", "cents": 57_600, "due_on": "18/02/2027",
}  # fmt: skip
ATTESTATION = {"name": "Attestation A-9", "number": 4, "issued_on": "20/01/2027", "cents": None, "due_on": None}
_CLIENTS = [
    {"id": "k7m2q9x4ab", "name": "BOULANGERIE LE GALL", "count": 2},
    {"id": "a7m2q9x4ab", "name": LONG_NAME, "count": 1},
]
_TOLD = {"count": 3, "only_invoices": True, "companies": _CLIENTS, "companies_count": 2}
ABOUT_DOCUMENTS = [
    *about_companies("new_documents", {"only_invoices": True, "documents": [INVOICE]}, called="an invoice"),
    *about_companies("new_documents", {"only_invoices": True, "documents": [INVOICE] * 12}, called="invoices"),
    *about_companies("new_documents", {"only_invoices": False, "documents": [ATTESTATION]}, called="another"),
    *about_companies("new_documents", {"only_invoices": False, "documents": [INVOICE, ATTESTATION]}, called="both"),
    Variant("documents_of_companies", _TOLD, called="invoices"),
    Variant("documents_of_companies", _TOLD | {"only_invoices": False, "companies_count": 300}, called="cut short"),
]
