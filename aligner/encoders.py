"""What turns sentences into vectors: the bundled encoder, or any sentence-transformers model."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from corpus.errors import DuiqiError, UnknownEncoder

if TYPE_CHECKING:
    from aligner.bundled import Floats

BUNDLED = "bundled"
PATIENCE = 5.0  # seconds to wait for the hub's first answer


class Encoder(Protocol):
    """Sentences in, L2-normalised float32 rows out.

    Whatever has these two members is an encoder; `name` goes into the alignment's signature.
    """

    @property
    def name(self) -> str:
        """What to call it."""
        ...

    def encode(self, sentences: Sequence[str]) -> Floats:
        """One row of unit length for each sentence: (len(sentences), dimensions)."""
        ...


@dataclass(frozen=True, slots=True)
class Published:
    """A model that can be fetched by name: what it is for and what it weighs."""

    name: str
    repository: str
    gigabytes: float
    about: str


# Multilingual ones that bitext work has used; any other sentence-transformers name works too.
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
) -> Encoder:
    """The bundled encoder, or a sentence-transformers model by name or folder.

    device      as PyTorch names it: cpu, cuda, cuda:1, mps; the best there is by default
    batch_size  sentences a batch; 32 on a processor, 256 on a GPU by default
    cache       a folder that keeps the vectors for the next run; runs may share it

    The bundled encoder takes none of the three: it runs on NumPy, and reading a sentence
    anew takes it no longer than looking its vector up.

    Raises UnknownEncoder for what is neither here nor can be fetched, within seconds.

    >>> load_encoder("labes")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    corpus.errors.UnknownEncoder: No encoder called 'labes'. Did you mean LaBSE? Or give bundled or ...
    """
    if name == BUNDLED:
        from aligner.bundled import BundledEncoder

        return BundledEncoder()
    place = _locate(name)
    encoder = SentenceTransformersEncoder(
        place.model, name=place.shown, device=device, batch_size=batch_size, offline=place.is_here
    )
    if cache is None:
        return encoder
    from aligner.cache import CachedEncoder

    return CachedEncoder(encoder, encoder.fingerprint, cache)


@dataclass(frozen=True, slots=True)
class _Place:
    model: str  # a folder or the hub's name
    shown: str
    is_here: bool


def _locate(name: str) -> _Place:
    """Find a model without importing PyTorch, so that a wrong name is told at once."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        if not any((folder / file).is_file() for file in ("modules.json", "config.json")):
            raise UnknownEncoder(
                f"{name}: no sentence-transformers model: modules.json is not in this folder"
            )
        return _Place(str(folder), folder.resolve().name, True)
    if folder.is_file() or name.startswith((".", "/", "~", "\\")) or name.count("/") > 1:
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
    _ask_hub(name, repository)
    return _Place(repository, name, False)


def is_fetched(repository: str) -> bool:
    """Whether a model of the hub is on this machine already."""
    from huggingface_hub import try_to_load_from_cache

    return any(
        isinstance(try_to_load_from_cache(repository, f), str) for f in ("modules.json", "config.json")
    )


def fetched() -> list[str]:
    """The hub's names of all sentence-transformers models that are on this machine."""
    from huggingface_hub.constants import HF_HUB_CACHE

    found = Path(HF_HUB_CACHE).glob("models--*--*/snapshots/*/modules.json")
    return sorted({path.parts[-4].removeprefix("models--").replace("--", "/", 1) for path in found})


def _ask_hub(name: str, repository: str) -> None:
    """One short question before the long fetch: the library itself would try for minutes."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import GatedRepoError, HFValidationError, RepositoryNotFoundError

    ways_out = f"Use {BUNDLED}, or give a sentence-transformers folder"
    try:
        HfApi().model_info(repository, timeout=PATIENCE)
    except (RepositoryNotFoundError, HFValidationError) as error:
        if isinstance(error, GatedRepoError):
            raise UnknownEncoder(f"{name}: the hub gives it to registered users only. {ways_out}") from error
        known = ", ".join([BUNDLED, *(model.name for model in PUBLISHED)])
        raise UnknownEncoder(
            f"No encoder called '{name}'. Known names: {known}; or give a sentence-transformers folder"
        ) from error
    except Exception as error:  # whatever the network and the libraries of its day raise
        raise UnknownEncoder(
            f"{name}: not on this machine, and the hub cannot be reached. {ways_out}"
        ) from error


class SentenceTransformersEncoder:
    """A sentence-transformers model; on a GPU in half precision.

    The library sorts what it is given by length before it cuts batches, so the more
    sentences come at once, the less padding is computed.

    model  a folder, a name of the hub, or a SentenceTransformer that is loaded already
    """

    def __init__(
        self,
        model: Any,
        *,
        name: str | None = None,
        device: str | None = None,
        batch_size: int | None = None,
        offline: bool = False,
    ) -> None:
        self._model = _loaded(model, device, offline) if isinstance(model, str) else model
        self.name = name or (model if isinstance(model, str) else type(model).__name__)
        on_gpu = self._model.device.type == "cuda"
        self._half = on_gpu
        if self._half:
            self._model.half()
        self._batch_size = batch_size or (256 if on_gpu else 32)
        self._prompt = _prompt(model if isinstance(model, str) else self.name, self._model)
        self._folder = Path(model) if isinstance(model, str) else None

    @property
    def fingerprint(self) -> str:
        """Changes with whatever changes the vectors: files, prompt, precision."""
        parts = [self.name, self._prompt or "", "half" if self._half else "full"]
        folder = self._folder
        if folder is not None and folder.is_dir():
            files = sorted(path for path in folder.rglob("*") if path.is_file())
            stats = [(path, path.stat()) for path in files]
            parts += [f"{path.relative_to(folder)} {stat.st_size} {stat.st_mtime_ns}" for path, stat in stats]
        elif folder is not None:
            parts.append(str(getattr(self._model[0], "auto_model", self._model).config._commit_hash))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def encode(self, sentences: Sequence[str]) -> Floats:
        """One row of unit length for each sentence; a sentence that stands there twice is read once."""
        import numpy as np

        distinct = list(dict.fromkeys(sentences)) or [""]
        rows = self._rows(distinct)
        if self._half and not np.isfinite(rows).all():
            # Some models overflow in half precision.
            self._model.float()
            self._half = False
            rows = self._rows(distinct)
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.finfo(np.float32).tiny)
        number = {sentence: n for n, sentence in enumerate(distinct)}
        every: Floats = rows[np.array([number[sentence] for sentence in sentences], np.int64)]
        return every

    def _rows(self, sentences: list[str]) -> Floats:
        import numpy as np

        try:
            rows = self._model.encode(
                sentences, prompt=self._prompt, batch_size=self._batch_size, show_progress_bar=False
            )
        except RuntimeError as error:
            if "out of memory" not in str(error):
                raise
            raise DuiqiError(
                f"{self.name}: the GPU's memory is too small for batches of {self._batch_size} sentences: "
                f"try --batch-size {max(1, self._batch_size // 4)}"
            ) from error
        return np.array(rows, np.float32)


def _loaded(model: str, device: str | None, offline: bool) -> Any:
    """Load a model in silence: weights and tokenizers are announced, and bars drawn, by three libraries."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if not sys.stderr.isatty():
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from sentence_transformers import SentenceTransformer

    chatter = import_module("transformers.utils.logging")
    chatter.set_verbosity_error()
    chatter.disable_progress_bar()
    for library in ("sentence_transformers", "huggingface_hub"):
        logging.getLogger(library).setLevel(logging.ERROR)
    if device is not None:
        _check_device(device)
    try:
        return SentenceTransformer(model, device=device, local_files_only=offline)
    except Exception as error:  # files missing, cut short, of another library, of a newer version
        reason = " ".join(str(error).split())[:200].rstrip(".")
        raise UnknownEncoder(
            f"{model}: cannot be loaded: {reason}. Use {BUNDLED}, or give a sentence-transformers folder"
        ) from error


def _check_device(device: str) -> None:
    import torch

    try:
        kind = torch.device(device).type
    except RuntimeError as error:
        raise DuiqiError(f"No device called '{device}'. Known: cpu, cuda, cuda:1, mps") from error
    absent = (kind == "cuda" and not torch.cuda.is_available()) or (
        kind == "mps" and not torch.backends.mps.is_available()
    )
    if absent:
        raise DuiqiError(
            f"PyTorch finds no '{device}' on this machine. Leave --device out to use what is here"
        )


E5 = re.compile(r"(?:^|[/_-])e5(?:-|$)", re.I)


def _prompt(name: str, model: Any) -> str | None:
    """What the model's family wants in front of every sentence; None where nothing is wanted.

    Both sides of a bitext get the same, for none of them asks a question. The e5 models
    (Wang et al. 2022, arXiv:2212.03533) do badly without theirs, and do not carry it in
    their files; newer families do.
    """
    own = {key.lower(): prompt for key, prompt in (model.prompts or {}).items()}
    if own.get("bitextmining"):
        return str(own["bitextmining"])
    if model.default_prompt_name is not None or not E5.search(name):
        return None
    instructed = "instruct" in name.lower()
    return "Instruct: Retrieve parallel sentences.\nQuery: " if instructed else "query: "
