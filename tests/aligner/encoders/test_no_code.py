"""A model is data: no code that comes with it is run, and no pickle is read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from duiqi.aligner.encoders.catalogue import load_encoder
from duiqi.corpus import UnknownEncoder


@pytest.fixture
def copied(minilm_folder: Path, tmp_path: Path) -> Path:
    """A copy of a model's folder, to be changed."""
    return Path(shutil.copytree(minilm_folder, tmp_path / "model"))


def test_a_module_of_its_own_is_refused_and_not_run(copied: Path) -> None:
    ran = copied.parent / "ran"
    (copied / "own.py").write_text(f"open({str(ran)!r}, 'w')\nclass Own: pass\n", encoding="utf-8")
    modules = json.loads((copied / "modules.json").read_text(encoding="utf-8"))
    modules[-1]["type"] = "own.Own"
    (copied / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    with pytest.raises(UnknownEncoder) as error:
        load_encoder(str(copied))
    assert str(error.value) == (
        f"{copied}: needs code of its own (own.Own), and duiqi runs no code that comes with a model. "
        "Use bundled, or another model"
    )
    assert not ran.exists()


def test_code_that_the_configuration_asks_for_is_not_run(copied: Path) -> None:
    ran = copied.parent / "ran"
    (copied / "own.py").write_text(f"open({str(ran)!r}, 'w')\n", encoding="utf-8")
    config = json.loads((copied / "config.json").read_text(encoding="utf-8"))
    config |= {"auto_map": {"AutoConfig": "own.A", "AutoModel": "own.B"}, "model_type": "own"}
    (copied / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(UnknownEncoder, match="cannot be loaded"):
        load_encoder(str(copied))
    assert not ran.exists()


def test_weights_in_a_pickle_are_not_read(copied: Path) -> None:
    """Reading a pickle runs code that it holds."""
    weights = list(copied.rglob("*.safetensors"))
    assert weights
    for path in weights:
        path.rename(path.with_name("pytorch_model.bin"))
    with pytest.raises(UnknownEncoder, match="cannot be loaded"):
        load_encoder(str(copied))
