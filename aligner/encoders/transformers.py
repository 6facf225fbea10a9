"""Any sentence-transformers model as an encoder.

Weights are read from safetensors alone, and code that comes with a model is not run: a model is data.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from duiqi.aligner.encoders.protocol import BUNDLED
from duiqi.corpus.errors import DuiqiError, UnknownEncoder
from duiqi.corpus.ram import lift_ram_limit

if TYPE_CHECKING:
    from duiqi.aligner.arrays import Floats32


class SentenceTransformersEncoder:
    """A sentence-transformers model; on a GPU in half precision.

    The library sorts the sentences of a call by length before it cuts batches, so the more
    sentences a call has, the less padding is computed.

    model    a folder, a name of the hub, or a SentenceTransformer that is loaded already
    threads  of the processor, for all of PyTorch in this process; as PyTorch has it by default
    """

    def __init__(
        self,
        model: Any,
        *,
        name: str | None = None,
        device: str | None = None,
        batch_size: int | None = None,
        offline: bool = False,
        threads: int | None = None,
    ) -> None:
        if threads is not None:
            _limit_threads(threads)
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
        """A hash of everything that the vectors depend on: files, prompt, precision."""
        parts = [self.name, self._prompt or "", "half" if self._half else "full"]
        folder = self._folder
        if folder is not None and folder.is_dir():
            files = sorted(path for path in folder.rglob("*") if path.is_file())
            stats = [(path, path.stat()) for path in files]
            parts += [f"{path.relative_to(folder)} {stat.st_size} {stat.st_mtime_ns}" for path, stat in stats]
        elif folder is not None:
            parts.append(str(getattr(self._model[0], "auto_model", self._model).config._commit_hash))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def encode(self, sentences: Sequence[str]) -> Floats32:
        """One row of unit length for each sentence; equal sentences are read once."""
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
        every: Floats32 = rows[np.array([number[sentence] for sentence in sentences], np.int64)]
        return every

    def _rows(self, sentences: list[str]) -> Floats32:
        import numpy as np

        try:
            rows = self._model.encode(
                sentences, prompt=self._prompt, batch_size=self._batch_size, show_progress_bar=False
            )
        except RuntimeError as error:
            if "out of memory" not in str(error):
                raise
            raise DuiqiError(
                f"{self.name}: the GPU's memory is too small for batches of {self._batch_size} sentences. "
                f"Try --batch-size {max(1, self._batch_size // 4)}"
            ) from error
        return np.array(rows, np.float32)


def _loaded(model: str, device: str | None, offline: bool) -> Any:
    """Load a model in silence: three libraries print notices and draw progress bars.

    The environment and the loggers of the whole process are changed, here and not at import.
    """
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    if not sys.stderr.isatty():
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as untyped

    chatter: Any = untyped
    chatter.set_verbosity_error()
    chatter.disable_progress_bar()
    for library in ("sentence_transformers", "huggingface_hub"):
        logging.getLogger(library).setLevel(logging.ERROR)
    if device is not None:
        _check_device(device)
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available() and (device or "cuda").startswith("cuda"):
        lift_ram_limit()
    _check_code(model)
    try:
        return SentenceTransformer(
            model,
            device=device,
            local_files_only=offline,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
    except Exception as error:  # files missing, truncated, of another library, of a newer version
        reason = " ".join(str(error).split())[:200].rstrip(".")
        raise UnknownEncoder(
            f"{model}: cannot be loaded: {reason}. Use {BUNDLED}, or give a sentence-transformers folder"
        ) from error


def _check_code(model: str) -> None:
    """Refuse a folder whose modules are not of sentence-transformers: their code would come from the folder.

    The library runs it from a folder unasked; of the hub's models it runs none without being asked.
    """
    try:
        modules = json.loads((Path(model) / "modules.json").read_text(encoding="utf-8"))
        kinds = [str(module["type"]) for module in modules]
    except FileNotFoundError:
        return
    except (ValueError, TypeError, KeyError, OSError) as error:
        raise UnknownEncoder(f"{model}: its modules.json cannot be read. Fetch the model again") from error
    if strange := [kind for kind in kinds if not kind.startswith("sentence_transformers.")]:
        raise UnknownEncoder(
            f"{model}: needs code of its own ({strange[0]}), and duiqi runs no code that comes with a model. "
            f"Use {BUNDLED}, or another model"
        )


def _limit_threads(threads: int) -> None:
    import torch

    torch.set_num_threads(threads)


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
    """The prompt that a model's family was trained with, put before every sentence; None without one.

    Both sides of a bitext get the same prompt, for neither is a question. The e5 models
    (Wang et al. 2022, arXiv:2212.03533) do badly without theirs, and their files do not
    hold it; the files of newer families do.
    """
    own = {key.lower(): prompt for key, prompt in (model.prompts or {}).items()}
    if own.get("bitextmining"):
        return str(own["bitextmining"])
    if model.default_prompt_name is not None or not E5.search(name):
        return None
    instructed = "instruct" in name.lower()
    return "Instruct: Retrieve parallel sentences.\nQuery: " if instructed else "query: "
