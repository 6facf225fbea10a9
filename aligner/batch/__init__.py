"""Many pairs of texts in one run that can be killed and goes on: on this machine or on a cluster.

`manifest` says which pairs there are, `job` does one of them, `state` remembers on disk what
is done, `run` hands out the work, `local` and `cluster` are those who do it; `report` and
`merge` tell what came out.
"""

from __future__ import annotations
