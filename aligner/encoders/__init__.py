"""Encoders: sentences to vectors, by the bundled model or any sentence-transformers model."""
