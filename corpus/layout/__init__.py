"""Plain text to paragraphs: wrapped lines joined, labels, headings, footnotes and furniture found.

- Lines analysed: `lines`, `furniture`, `wrapping`, `notes` with `calls`; together a `Page`.
- Lines to drafts of paragraphs: `grouping` by `labels` and their `sequences`; `runon` for a text on one line.
- The drafts' kinds: `headings`. Their readable text with its offsets: `passages`, `hyphens`, `spaces`.
- `assembly` does all this in order. `markup` and `plain_markup` hold what a format's marks say.

Nothing is imported here: Word files and pages need `labels` and `passages` only, and the expressions of the
others take time to compile.
"""
