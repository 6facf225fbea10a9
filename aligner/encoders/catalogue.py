"""Encoders by name: the bundled one, and any sentence-transformers model."""

from __future__ import annotations

import os
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path

from duiqi.aligner.encoders.protocol import BUNDLED, Encoder
from duiqi.corpus.errors import MissingExtra, UnknownEncoder

PATIENCE = 5.0  # seconds to wait for the hub's first answer
MODELS_EXTRA = ("sentence_transformers", "torch", "huggingface_hub")  # packages of the extra `models`
INSTALL = "pip install 'duiqi[models]'"


@dataclass(frozen=True, slots=True)
class Published:
    """A model that can be fetched by name: its languages and its size."""

    name: str
    repository: str
    gigabytes: float
    about: str


# Multilingual models that work on bitexts has used; any other sentence-transformers name works too.
PUBLISHED = (
    Published("LaBSE", "sentence-transformers/LaBSE", 1.9, "109 languages, made for finding translations"),
    Published("bge-m3", "BAAI/bge-m3", 2.3, "100 languages, long texts"),
    Published("multilingual-e5-small", "intfloat/multilingual-e5-small", 0.5, "94 languages, small"),
    Published("multilingual-e5-large", "intfloat/multilingual-e5-large", 2.2, "94 languages"),
    Published(
        "paraphrase-multilingual-MiniLM-L12-v2",
        "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2",
        0.5,
        "50 languages, small",
    ),
)


def load_encoder(
    name: str = BUNDLED,
    *,
    device: str | None = None,
    batch_size: int | None = None,
    cache: Path | None = None,
    threads: int | None = None,
) -> Encoder:
    """Load the bundled encoder, or a sentence-transformers model by name or folder.

    device      as PyTorch names it: cpu, cuda, cuda:1, mps; by default the fastest of this machine
    batch_size  sentences a batch; 32 on a processor, 256 on a GPU by default
    cache       a folder that keeps the vectors for the next run; runs may share it
    threads     of the processor; all cores by default
    returns     the bundled encoder, or the model in an `EncoderPair` with it: load once, use for all texts

    The bundled encoder ignores the first three: it runs on NumPy, and reading a sentence
    anew takes it no longer than looking its vector up.

    Raises UnknownEncoder, within seconds, where there is no such model on this machine or
    the hub, and MissingExtra where the packages that run it are not installed.

    >>> load_encoder("labes")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    duiqi.corpus.errors.UnknownEncoder: No encoder called 'labes'. Did you mean LaBSE? Or give bundled or ...
    """
    if name == BUNDLED:
        from duiqi.aligner.encoders.bundled import BundledEncoder

        return BundledEncoder(threads)
    place = _locate(name)
    from duiqi.aligner.encoders.bundled import BundledEncoder
    from duiqi.aligner.encoders.cache import CachedEncoder
    from duiqi.aligner.encoders.pairing import EncoderPair
    from duiqi.aligner.encoders.transformers import SentenceTransformersEncoder

    model = SentenceTransformersEncoder(
        place.model,
        name=place.shown,
        device=device,
        batch_size=batch_size,
        offline=place.is_here,
        threads=threads,
    )
    comparing = CachedEncoder(model, model.fingerprint, cache) if cache else model
    return EncoderPair(comparing, BundledEncoder(threads))


@dataclass(frozen=True, slots=True)
class _Place:
    model: str  # a folder or the hub's name
    shown: str
    is_here: bool


def _locate(name: str) -> _Place:
    """Find a model without importing PyTorch, so that a wrong name is reported at once."""
    if not name.strip():
        raise _no_encoder(name)
    folder = Path(os.path.expanduser(name))
    if os.path.isdir(folder):  # pathlib raises on a name that is too long for a folder, and on ~nobody
        if not any((folder / file).is_file() for file in ("modules.json", "config.json")):
            raise UnknownEncoder(
                f"{name}: no sentence-transformers model: modules.json is not in this folder"
            )
        _need_models_extra(name)
        return _Place(str(folder), folder.resolve().name, True)
    if os.path.isfile(folder) or name.startswith((".", "/", "~", "\\")) or name.count("/") > 1:
        raise UnknownEncoder(
            f"{name}: there is no such folder. Give a sentence-transformers folder or bundled"
        )
    known = {model.name.lower(): model.repository for model in PUBLISHED}
    repository = known.get(name.lower(), name if "/" in name else f"sentence-transformers/{name}")
    if is_fetched(repository):
        return _Place(repository, name, True)
    if "/" not in name and name.lower() not in known:
        near = get_close_matches(name.lower(), [*known, BUNDLED], n=1)
        if near:
            meant = next((model.name for model in PUBLISHED if model.name.lower() == near[0]), BUNDLED)
            raise UnknownEncoder(
                f"No encoder called '{name}'. Did you mean {meant}? "
                f"Or give {BUNDLED} or a sentence-transformers folder"
            )
    _need_models_extra(name)
    _ask_hub(name, repository)
    return _Place(repository, name, False)


def has_models_extra() -> bool:
    """Whether the packages are installed that run any encoder but the bundled one; imports none of them."""
    return all(find_spec(package) is not None for package in MODELS_EXTRA)


def _need_models_extra(name: str) -> None:
    if not has_models_extra():
        raise MissingExtra(
            f"{name}: needs sentence-transformers, which is not installed. Install it with: {INSTALL}"
        )


def is_fetched(repository: str) -> bool:
    """Whether a model of the hub is on this machine already, with the packages that run it."""
    if not has_models_extra():
        return False
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        return any(
            isinstance(try_to_load_from_cache(repository, f), str) for f in ("modules.json", "config.json")
        )
    except HFValidationError:  # a name that no model of the hub can have
        return False


def fetched() -> list[str]:
    """The hub's names of all sentence-transformers models that are on this machine and can run."""
    if not has_models_extra():
        return []
    from huggingface_hub.constants import HF_HUB_CACHE

    found = Path(HF_HUB_CACHE).glob("models--*--*/snapshots/*/modules.json")
    return sorted({path.parts[-4].removeprefix("models--").replace("--", "/", 1) for path in found})


def _ask_hub(name: str, repository: str) -> None:
    """Ask whether the hub has a model before fetching it: the library itself would try for minutes."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import (
        GatedRepoError,
        HFValidationError,
        OfflineModeIsEnabled,
        RepositoryNotFoundError,
    )

    ways_out = f"Use {BUNDLED}, or give a sentence-transformers folder"
    try:
        HfApi().model_info(repository, timeout=PATIENCE)
    except (RepositoryNotFoundError, HFValidationError) as error:
        if isinstance(error, GatedRepoError):
            raise UnknownEncoder(f"{name}: the hub gives it to registered users only. {ways_out}") from error
        raise _no_encoder(name) from error
    except OfflineModeIsEnabled as error:
        raise UnknownEncoder(
            f"{name}: not on this machine, and HF_HUB_OFFLINE says not to ask the hub. {ways_out}"
        ) from error
    except Exception as error:  # whatever the network and the libraries of its day raise
        raise UnknownEncoder(
            f"{name}: not on this machine, and the hub cannot be reached. {ways_out}"
        ) from error


def _no_encoder(name: str) -> UnknownEncoder:
    known = ", ".join([BUNDLED, *(model.name for model in PUBLISHED)])
    return UnknownEncoder(
        f"No encoder called '{name}'. Known names: {known}; or give a sentence-transformers folder"
    )
