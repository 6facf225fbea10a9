"""How the tests are run: the same examples each time, on however slow a machine, however started."""

from __future__ import annotations

import os
import signal
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from duiqi.aligner.encoders import catalogue
from duiqi.aligner.encoders.bundled import BundledEncoder
from duiqi.aligner.encoders.protocol import Encoder

settings.register_profile(
    "steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
# To look for new examples: pytest --hypothesis-profile explore
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

os.environ["DUIQI_LANG"] = "en"

# `nohup pytest` and `pytest &` ignore signals, and a command that a test starts would inherit that. A signal
# with a handler, even one that does nothing, is at its default in the commands.
for name in ("SIGINT", "SIGHUP", "SIGTERM"):
    if (number := getattr(signal, name, None)) and signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, lambda *_: None)


@pytest.fixture(scope="session")
def encoder() -> BundledEncoder:
    """The bundled encoder, which takes longer to load than most tests."""
    return BundledEncoder()


@pytest.fixture
def loaded_once(encoder: BundledEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that a test runs in this process share the bundled encoder; other models are loaded."""
    load = catalogue.load_encoder

    def load_once(name: str, **options: Any) -> Encoder:
        return encoder if name == "bundled" else load(name, **options)

    monkeypatch.setattr(catalogue, "load_encoder", load_once)
