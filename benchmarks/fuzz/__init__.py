"""Fuzzing of every reader: files of real programs, damaged by chance, within limits of time and memory."""
