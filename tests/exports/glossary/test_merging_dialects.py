"""Terms merged into TBX 3 whose entries declare no prefix of a category: nothing of a pair is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from duiqi.corpus.glossary.model import Glossary, Synonym, Term, TermPair
from duiqi.corpus.glossary.reading import read_glossary
from duiqi.exports.glossary.merging import merge

MIN = "http://www.tbxinfo.net/ns/min"
CORE = "urn:iso:std:iso:30042:ed-2"
NOUN = f'<m:partOfSpeech xmlns:m="{MIN}">noun</m:partOfSpeech>'


def termbase(path: Path, dialect: str, category: str = "") -> Path:
    english = f'<langSec xml:lang="en"><termSec><term>apron</term>{category}</termSec></langSec>'
    chinese = '<langSec xml:lang="zh"><termSec><term>停机坪</term></termSec></langSec>'
    entry = f'<conceptEntry id="c1">{english}{chinese}</conceptEntry>'
    head = "<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>"
    whole = f'<tbx style="dct" type="{dialect}" xml:lang="en" xmlns="{CORE}">{head}<text><body>{entry}'
    path.write_text(f"{whole}</body></text></tbx>", encoding="utf-8")
    return path


def pair(source: str, target: str) -> TermPair:
    synonyms = (Synonym(f"{source[0].upper()}𠀀", "abbreviation"),)
    term = Term(source, "en", synonyms=synonyms, definition=f"what is called {source}")
    return TermPair(source, term, Term(target, "zh"), status="accepted")


NEW = Glossary("en", "zh", (pair("apron", "停机坪"), pair("bay", "湾")))


@pytest.mark.parametrize("category", ["", NOUN])
@pytest.mark.parametrize("dialect", ["TBX-Core", "TBX-Basic"])
def test_what_is_added_declares_its_categories(tmp_path: Path, dialect: str, category: str) -> None:
    out, again = tmp_path / "out.tbx", tmp_path / "again.tbx"
    merge(NEW, termbase(tmp_path / "base.tbx", dialect, category), out)
    for found, new in zip(read_glossary(out).pairs, NEW.pairs, strict=True):
        assert found.source.definition == new.source.definition
        assert found.source.synonyms == new.source.synonyms
    assert merge(NEW, out, again).confirmed == 2
    assert again.read_bytes() == out.read_bytes()


def test_what_is_added_fits_the_grammar(tmp_path: Path, schemas: Path) -> None:
    out = tmp_path / "out.tbx"
    merge(NEW, termbase(tmp_path / "base.tbx", "TBX-Basic"), out)
    grammar = etree.RelaxNG(etree.parse(str(schemas / "tbx" / "TBXcoreStructV03.rng")))
    grammar.assertValid(etree.parse(str(out)))


def test_a_dialect_without_definitions_gets_none_and_no_empty_element(tmp_path: Path) -> None:
    """TBX-Min has the status of a term, but neither definitions nor types."""
    out, again = tmp_path / "out.tbx", tmp_path / "again.tbx"
    merge(NEW, termbase(tmp_path / "base.tbx", "TBX-Min"), out)
    tree = etree.parse(str(out))
    assert [element.tag for element in tree.iterfind(".//{*}descripGrp")] == []
    assert {etree.QName(element).namespace for element in tree.iter("{*}*")} == {CORE, MIN}
    assert merge(NEW, out, again).confirmed == 2
    assert again.read_bytes() == out.read_bytes()
