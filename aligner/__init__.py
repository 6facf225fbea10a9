"""The numbers, and the wiring on top: encoders, search, confidence, the command line."""
