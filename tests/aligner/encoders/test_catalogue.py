"""Encoders by name or folder: which one a name means, and the message where it means none."""

from __future__ import annotations

import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.encoders.catalogue import fetched, load_encoder
from duiqi.aligner.encoders.pairing import EncoderPair
from duiqi.corpus import UnknownEncoder

pytestmark = pytest.mark.skipif(
    find_spec("huggingface_hub") is None, reason="needs pip install 'duiqi[models]'"
)


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No hub, and nothing fetched before."""
    from huggingface_hub import HfApi, constants

    def unreachable(*_: object, **__: object) -> None:
        raise OSError("Name or service not known")

    monkeypatch.setattr(HfApi, "model_info", unreachable)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "hub"))


@pytest.mark.slow
def test_the_default_is_bundled() -> None:
    assert isinstance(load_encoder(), BundledEncoder)


@pytest.mark.slow
def test_another_model_comes_with_the_encoder_that_reads_beside_it(
    minilm_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both with as many threads as they are given."""
    asked: list[int] = []
    monkeypatch.setattr("torch.set_num_threads", asked.append)
    pair = load_encoder(str(minilm_folder), threads=1)
    assert isinstance(pair, EncoderPair)
    assert isinstance(pair.reading, BundledEncoder)
    assert (pair.name, pair.reading.threads, pair.workers) == (minilm_folder.name, 1, 1)
    assert asked == [1]


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize(
    ("name", "message"),
    [
        (
            "labes",
            "No encoder called 'labes'. Did you mean LaBSE? "
            "Or give bundled or a sentence-transformers folder",
        ),
        (
            "Bundle",
            "No encoder called 'Bundle'. Did you mean bundled? "
            "Or give bundled or a sentence-transformers folder",
        ),
        (
            "LaBSE",
            "LaBSE: not on this machine, and the hub cannot be reached. "
            "Use bundled, or give a sentence-transformers folder",
        ),
        (
            "nobody/nothing",
            "nobody/nothing: not on this machine, and the hub cannot be reached. "
            "Use bundled, or give a sentence-transformers folder",
        ),
        (
            "./models/labse",
            "./models/labse: there is no such folder. Give a sentence-transformers folder or bundled",
        ),
    ],
)
def test_a_name_without_a_model_is_reported_at_once(name: str, message: str) -> None:
    begin = time.process_time()
    with pytest.raises(UnknownEncoder) as caught:
        load_encoder(name)
    assert str(caught.value) == message
    assert time.process_time() - begin < 5


NO_NAMES = ["x y", "模型", "org/a..b", "-x", "a" * 150, "a" * 300, "LaBSE/", "a--b", "a\nb", "𠀀", "", " "]


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_can_be_no_name_of_a_model(name: str) -> None:
    with pytest.raises(UnknownEncoder) as caught:
        load_encoder(name)
    assert str(caught.value) == (
        f"No encoder called '{name}'. Known names: bundled, LaBSE, bge-m3, multilingual-e5-small, "
        "multilingual-e5-large, paraphrase-multilingual-MiniLM-L12-v2; or give a sentence-transformers folder"
    )


def test_the_folder_of_a_user_who_is_not_there() -> None:
    with pytest.raises(UnknownEncoder) as caught:
        load_encoder("~nobody-here/model")
    assert str(caught.value) == (
        "~nobody-here/model: there is no such folder. Give a sentence-transformers folder or bundled"
    )


def test_a_name_that_the_hub_does_not_know(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from huggingface_hub import HfApi, constants
    from huggingface_hub.errors import RepositoryNotFoundError

    def unknown(*_: object, **__: object) -> None:
        raise RepositoryNotFoundError.__new__(RepositoryNotFoundError)

    monkeypatch.setattr(HfApi, "model_info", unknown)
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(UnknownEncoder) as caught:
        load_encoder("nobody/nothing")
    assert str(caught.value) == (
        "No encoder called 'nobody/nothing'. Known names: bundled, LaBSE, bge-m3, multilingual-e5-small, "
        "multilingual-e5-large, paraphrase-multilingual-MiniLM-L12-v2; or give a sentence-transformers folder"
    )


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(UnknownEncoder) as caught:
        load_encoder(str(tmp_path))
    assert str(caught.value) == (
        f"{tmp_path}: no sentence-transformers model: modules.json is not in this folder"
    )


@pytest.mark.slow
def test_a_folder_with_half_a_model(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UnknownEncoder, match=r"cannot be loaded: .*\. Use bundled, or give a sentence-"):
        load_encoder(str(tmp_path))


def test_what_was_fetched_is_listed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from huggingface_hub import constants

    snapshot = tmp_path / "models--intfloat--multilingual-e5-small" / "snapshots" / "abc"
    snapshot.mkdir(parents=True)
    (snapshot / "modules.json").touch()
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path))
    assert fetched() == ["intfloat/multilingual-e5-small"]
