"""Where a paragraph, a sentence, a clause, a word ends."""
