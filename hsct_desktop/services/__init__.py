"""One use case, one function: opens the session, checks, calls the store, returns what changed or rows to show."""
