"""The handlers of new texts: looked at, aligned into a new file of record; and of jobs."""

from __future__ import annotations

import io
from itertools import takewhile
from pathlib import Path
from typing import Any, BinaryIO, cast

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from duiqi.aligner.review import tasks
from duiqi.aligner.review.answers import Asked, Endpoint, as_json, language_of, refused
from duiqi.aligner.review.bench import Bench
from duiqi.aligner.review.edits import MalformedRequest
from duiqi.aligner.review.rows import doubts_of
from duiqi.aligner.review.uploads import safe_name
from duiqi.aligner.review.workspace import RECORD
from duiqi.corpus.bitext.reading import LANGUAGE
from duiqi.corpus.errors import DuiqiError
from duiqi.corpus.localization import translated
from duiqi.corpus.model import Alignment
from duiqi.exports.writing import write

LEVELS = ("sentence", "paragraph", "aligned")
PASTED = 10 << 20  # bytes of a text that is pasted
SHORTEST = 3  # characters that a common name has, at least, where no seam follows it: 合同 has two
SEAM = " ._-()[]"


def looking(bench: Bench) -> Endpoint:
    """The endpoint of POST look: files or pasted texts, and what they are found to be."""

    async def endpoint(request: Request) -> Response:
        try:
            if not request.headers.get("content-type", "").startswith("multipart/form-data"):
                raise MalformedRequest("files are sent as multipart/form-data")
            async with request.form(max_files=2, max_fields=8, max_part_size=PASTED) as form:
                files: dict[str, tuple[str, BinaryIO]] = {}
                for field in ("source", "target", "both"):
                    given, pasted = form.get(field), form.get(f"{field}_text")
                    if isinstance(given, UploadFile) and given.filename:
                        files[field] = given.filename, given.file
                    elif isinstance(pasted, str) and pasted.strip():
                        data = pasted.encode("utf-8", "replace")
                        files[field] = f"pasted-{field}.txt", io.BytesIO(data)
                return as_json(await run_in_threadpool(_look, bench, files, language_of(request)))
        except DuiqiError as error:
            return refused(error, language_of(request))

    return endpoint


def _look(bench: Bench, files: dict[str, tuple[str, BinaryIO]], language: str) -> dict[str, Any]:
    name = bench.uploads.add(files)
    found: tasks.Look = bench.jobs.wait(tasks.look, bench.uploads.texts(name))
    return {
        "upload": name,
        "source": found.source._asdict(),
        "target": found.target._asdict(),
        "level": found.level,
        "warnings": doubts_of(found.warnings, language),
    }


class Texts:
    """The handlers of new documents and of jobs."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench

    def create(self, asked: Asked) -> dict[str, Any]:
        """POST documents: align the texts of an upload; the job names the document."""
        texts = self.bench.uploads.texts(asked.body.text("upload"))
        level = asked.body.word("level", LEVELS) if "level" in asked.body.values else "sentence"
        texts = texts._replace(
            source_lang=_language(asked, "source_lang"),
            target_lang=_language(asked, "target_lang"),
            level=cast(Any, "sentence" if level == "aligned" else level),
        )
        job = self.bench.jobs.start(
            tasks.align,
            texts,
            then=lambda alignment: self._keep(alignment, texts),
            name=common_name(texts.source, texts.target),
        )
        return {"job": job.id}

    def _keep(self, alignment: Alignment, texts: tasks.Texts) -> str:
        folder = self.bench.workspace.folder
        path = free_path(folder, common_name(texts.source, texts.target))
        write(alignment, path)
        return self.bench.workspace.add(path)

    def job(self, asked: Asked) -> dict[str, Any]:
        """GET jobs/ID: how far it is."""
        fields = self.bench.jobs.find(asked.path["job"]).as_json()
        return fields | {"text": translated(fields["text"], asked.language)}

    def stop(self, asked: Asked) -> dict[str, Any]:
        """DELETE jobs/ID: stop it."""
        return self.bench.jobs.stop(asked.path["job"]).as_json()


def _language(asked: Asked, name: str) -> str | None:
    tag = asked.body.text(name, "").strip()
    if not LANGUAGE.fullmatch(tag):
        raise MalformedRequest(f"'{tag[:40]}' is no language. Say en, zh-Hant, pt-BR …")
    return tag or None


def common_name(source: Path, target: Path | None) -> str:
    """A name for the alignment of two files: the beginning of both names, else the source's.

    >>> common_name(Path("un-62-99.en.docx"), Path("un-62-99.zh.docx"))
    'un-62-99'
    >>> common_name(Path("合同.en.docx"), Path("合同.zh.docx"))
    '合同'
    >>> common_name(Path("contract.docx"), Path("合同.docx"))
    'contract'
    """
    if target is None:
        return source.stem
    same = takewhile(lambda both: both[0] == both[1], zip(source.stem, target.stem, strict=False))
    beginning = "".join(character for character, _ in same)
    common = beginning.rstrip(SEAM)
    is_whole = common != beginning or len(common) >= SHORTEST
    return common if common and is_whole else source.stem


def free_path(folder: Path, name: str) -> Path:
    """A file of record in the folder that is not there yet, by this name or with a number after it."""
    name = safe_name(f"{name}{RECORD}").removesuffix(RECORD) or "text"
    path, number = folder / f"{name}{RECORD}", 1
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}{RECORD}"
    return path
