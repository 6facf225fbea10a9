"""The nouns, and what comes in: documents, readers, earlier results."""
