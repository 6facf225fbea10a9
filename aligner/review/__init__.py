"""The workbench: an alignment is reviewed in the browser, each change saved before it is answered.

From the file to the page:

1. `opening`, `bitexts` and `workspace`: aligned text becomes a file of record in a folder; one is opened
   as a `record.OpenRecord` with its alignment in memory and its `journal` locked; its `preview` is shown
   until all beads are read.
2. `edits` reads an edit that the page asks for; `record` applies it, `journal` writes and syncs it.
3. `rows`, `marks`, `index` with its `columns`, `glossaries`: beads for the page, numbers that differ,
   places found, terms.
4. `jobs` hands to one `worker` process the `tasks` that read strange files or compute for long.
5. `anew` aligns anew, `duiqi.aligner.regions` finds alternatives; `proposals` keeps what they propose.
6. `app` and the handlers `documents`, `texts`, `realigning`, `terms`, `downloads` answer requests;
   `assets` gives the files of the page, its modules joined in one; `security` refuses strangers;
   `server` listens.
"""
