"""Reviewed work: found in earlier results, and carried over into a new alignment of the same texts.

earlier   the results that are in the outputs' places already
order     rows that a person has sorted, in the order of the texts again
places    where an earlier result's beads are in the texts as they are now
sides     the two sides of a bitext, found by such places
splicing  certain beads put into an alignment; where it disagrees, the text between them is aligned anew
carrying  reviewed beads as certain beads: their texts, statuses and notes in a new alignment
appended  a memory with the units of another alignment after its own
"""
