"""Batch alignment: many pairs of texts in one run, on this machine or a cluster, that resumes when killed.

manifest, folder     the pairs of a run: from a table, or from the file names of a folder
setup                the settings that all pairs share, and the identity of a run
job, worker, pair    one pair, the process that aligns it, and how that is done
text_size            a limit: how long a text may be
text_state           whether a text has changed since it was aligned
outputs              the files of a result
schema, ledger       the SQLite file that records the status of each pair; `pairs` is its main table
run, progress        hand the waiting pairs to an engine, record the results, report progress
engines              the protocol of an engine; `local` has processes, `cluster` has Ray actors
report, merge        the reports, and one memory or glossary over all pairs
file_names           file names made of ids
"""

from __future__ import annotations
