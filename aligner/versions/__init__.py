"""Versions of one text: which paragraphs were kept, reworded, moved, added and dropped, word by word.

`matching` pairs the paragraphs, in whatever order they are; `wording` compares the words of a pair; `compare`
puts both together. No encoder is needed: versions of a text share its words.
"""
