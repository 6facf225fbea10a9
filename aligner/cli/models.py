"""`duiqi models`: list the encoders."""

from __future__ import annotations


def models() -> None:
    """List the encoders: those on this machine, and those that a name would fetch."""
    from duiqi.aligner.encoders.catalogue import INSTALL, PUBLISHED, fetched, has_models_extra, is_fetched
    from duiqi.aligner.encoders.protocol import BUNDLED

    print(f"{BUNDLED:40}here             16 languages, English and Chinese among them; needs no GPU")
    for model in PUBLISHED:
        state = "here" if is_fetched(model.repository) else f"{model.gigabytes} GB to fetch"
        print(f"{model.name:40}{state:17}{model.about}")
    for repository in fetched():
        if repository not in {model.repository for model in PUBLISHED}:
            print(f"{repository:40}here")
    print("Any other sentence-transformers model works by name or folder.")
    if not has_models_extra():
        print(
            f"All but {BUNDLED} need sentence-transformers and PyTorch, 1.3 GB. Install them with: {INSTALL}"
        )
