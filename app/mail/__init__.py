"""Letters: queued in the request's own commit, written and sent by a task."""
