"""The workbench: an alignment is reviewed in the browser, and each change is on disk before it is answered.

From the file to the page:

1. `workspace` lists the files of record in a folder, and opens one as a `record.OpenRecord`: its
   alignment in memory, its journal locked.
2. `edits` reads an edit that the page asks for; `record` applies it, and `journal` writes and syncs it.
3. `rows`, `marks` and `index` describe the beads for the page: texts, differing numbers, places found.
4. `jobs` runs in one worker process (`worker`) what reads strange files or computes for long (`tasks`).
5. `app` and the modules beside it answer requests; `security` refuses strangers; `server` starts it all.

>>> from duiqi.aligner.review.server import serve  # doctest: +SKIP
"""
