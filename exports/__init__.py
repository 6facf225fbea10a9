"""What goes out: one module a format, streaming."""

from exports.options import WriteOptions, WriteReport
from exports.terminal import show
from exports.terms.terminal import show_glossary
from exports.writing import check_target, write

__all__ = ["WriteOptions", "WriteReport", "check_target", "show", "show_glossary", "write"]
