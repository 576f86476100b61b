"""The flat files exchanged with the association's business software."""

from app.services.exchange.batches import Progress, silently
from app.services.exchange.exporting import Exported, export_folder
from app.services.exchange.importing import Folder, UnusableFolder, import_folder, try_folder
from app.services.exchange.report import Counts, Problem, Report

__all__ = [
    "Counts",
    "Exported",
    "Folder",
    "Problem",
    "Progress",
    "Report",
    "UnusableFolder",
    "export_folder",
    "import_folder",
    "silently",
    "try_folder",
]
