"""What a log may say of an error."""

import traceback


def trace(error: BaseException | None) -> str:
    """Where it happened, cause first, and never in its own words: an error often quotes the row it stumbled on."""
    told: list[str] = []
    while error is not None and len(told) < 5:
        told.insert(0, "".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__)
        error = error.__cause__ or error.__context__
    return "\n".join(told)
