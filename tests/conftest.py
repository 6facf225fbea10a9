"""How the tests are run: the same examples each time, on however slow a machine, however started."""

from __future__ import annotations

import os
import signal

from hypothesis import HealthCheck, settings

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
