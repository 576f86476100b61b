"""The flat files exchanged with the association's business software."""

from app.services.exchange.importing import Progress, UnusableFolder, import_folder, silently
from app.services.exchange.report import Counts, Problem, Report

__all__ = ["Counts", "Problem", "Progress", "Report", "UnusableFolder", "import_folder", "silently"]
