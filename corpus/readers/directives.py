"""The directives of Docutils and Sphinx, by which reStructuredText and MyST name their blocks.

The names are those of https://www.sphinx-doc.org/en/master/usage/restructuredtext and of the extensions
that MyST documents.
"""

from __future__ import annotations

from duiqi.corpus.layout.lines import word_list

PROSE = word_list(
    "admonition attention caution danger error hint important note seealso tip warning todo versionadded "
    "versionchanged deprecated versionremoved topic sidebar margin aside epigraph highlights pull-quote "
    "blockquote quote compound container div rubric centered dropdown details card grid grid-item "
    "grid-item-card card-carousel tab-set tab-item tabs tab figure table list-table csv-table glossary "
    "definition theorem proof lemma proposition corollary example exercise solution remark conjecture axiom "
    "criterion observation property assumption algorithm hlist only ifconfig question answer"
)
OF_VERSIONS = word_list("versionadded versionchanged deprecated versionremoved")
# Of these the rest of the first line is an argument for the program: a file, a number, a condition.
WITHOUT_TITLE = word_list("figure grid tab-set only ifconfig container div card-carousel hlist")
# Of reStructuredText, where a directive of any other name, as `py:function`, holds text.
CODE = word_list(
    "code code-block sourcecode parsed-literal literalinclude doctest testcode testoutput testsetup "
    "testcleanup prompt math graphviz digraph graph mermaid plantuml uml ipython jupyter-execute raw "
    "productionlist highlight plot"
)
SETTINGS = word_list(
    "toctree contents include image index meta module currentmodule default-role role sectnum tabularcolumns "
    "automodule autoclass autofunction autosummary autoexception automethod autodata header footer "
    "target-notes raw-html class cssclass replace unicode date"
)


def is_prose(name: str) -> bool:
    """Whether a directive of MyST holds text; `prf:theorem` is named with its domain."""
    return bare(name) in PROSE


def bare(name: str) -> str:
    """A directive's name without its domain."""
    return name.rpartition(":")[2].lower()
