"""Readers of aligned text, ours and others', one module a format; `reading` chooses among them."""
