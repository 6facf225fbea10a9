"""What turns sentences into vectors: the bundled encoder, and any sentence-transformers model."""
