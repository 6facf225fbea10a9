"""How fast many pairs are aligned, in how much memory, and how robustly: `python -m benchmarks.batch`."""
