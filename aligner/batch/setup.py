"""The settings that all pairs of a run share, and the identity by which a run is recognised."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from duiqi.exports.options import WriteOptions

if TYPE_CHECKING:
    from duiqi.aligner.encoders.protocol import Encoder


@dataclass(frozen=True, slots=True)
class Setup:
    """The settings that all pairs of a run share; `pipeline.align` and `exports` explain the others.

    base           the folder that the manifest's paths are relative to
    out            the folder of the results
    formats        suffixes of the files written beside the .jsonl
    max_megabytes  the longest text that one side may have, in megabytes
    encodings      of all sources and of all targets; detected where they are None
    questions      look for the places where the alignments are not sure
    force          keep no review of results that are made again, but for a copy of their files
    """

    base: Path
    out: Path
    formats: tuple[str, ...] = ()
    options: WriteOptions = field(default_factory=WriteOptions)
    source_lang: str | None = None
    target_lang: str | None = None
    level: Literal["paragraph", "sentence"] = "sentence"
    presegmented: bool = False
    code: bool = False
    model: str = "bundled"
    device: str | None = None
    batch_size: int | None = None
    cache: Path | None = None
    max_megabytes: float = 10.0
    encodings: tuple[str | None, str | None] = (None, None)
    questions: bool = False
    force: bool = False

    def load_encoder(self, threads: int | None = None) -> Encoder:
        """Load the run's encoder, limited to so many threads; raises UnknownEncoder."""
        from duiqi.aligner.encoders.catalogue import load_encoder

        return load_encoder(
            self.model, device=self.device, batch_size=self.batch_size, cache=self.cache, threads=threads
        )


def identity(setup: Setup) -> Mapping[str, str]:
    """Everything that the results of a run depend on, by the name of its option; '' where it is not given.

    A run is resumed only with the same identity, so that all its results are made in the same way.
    """
    from duiqi.aligner.signature import fingerprint

    options = setup.options
    return {
        "duiqi": version("duiqi"),
        "the aligner": fingerprint(),
        "--model": setup.model,
        "--level": setup.level,
        "--presegmented": _given(setup.presegmented),
        "--code": _given(setup.code),
        "--encoding": " ".join(filter(None, setup.encodings)),
        "--source-lang": setup.source_lang or "",
        "--target-lang": setup.target_lang or "",
        "--format": " ".join(sorted(suffix[1:] for suffix in setup.formats)),
        "--min-confidence": f"{options.min_confidence:g}",
        "--tmx": options.tmx,
        "--xliff": options.xliff,
        "--lang-code": " ".join(f"{tag}={code}" for tag, code in sorted(options.codes.items())),
        "--duplicates": options.duplicates or "",
        "--plain-spaces": _given(options.plain_spaces),
        "--no-unlabelled": _given(not options.unlabelled),
    }


def _given(flag: bool) -> str:
    return "given" if flag else ""
