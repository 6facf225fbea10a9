"""Exit statuses, which scripts rely on."""

DONE, IN_PART, REFUSED, INTERRUPTED = 0, 1, 2, 130
