"""The nouns of glossaries, and readers of glossaries, ours and others'; `reading` chooses among them."""
