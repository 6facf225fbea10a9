"""Writers: one module a format, streaming."""

from duiqi.exports.options import WriteOptions, WriteReport
from duiqi.exports.terminal import show
from duiqi.exports.writing import check_target, write

__all__ = ["WriteOptions", "WriteReport", "check_target", "show", "write"]
