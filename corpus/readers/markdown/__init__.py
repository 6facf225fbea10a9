"""Markdown: parsed by markdown-it, with the offset of every character that is shown.

`parsing` finds the blocks, `source` their places in the file, `inline` the text within them,
`markup` that of raw HTML; `blocks` makes drafts of paragraphs, `document` the paragraphs.
"""

from duiqi.corpus.readers.markdown.document import paragraphs_of, read

__all__ = ["paragraphs_of", "read"]
