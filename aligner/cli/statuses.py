"""Exit statuses, which scripts rely on."""

DONE, IN_PART, REFUSED, FAULT, INTERRUPTED = 0, 1, 2, 70, 130
