"""The numbers, and the wiring on top: encoders, evidence, search, confidence, the command line."""
