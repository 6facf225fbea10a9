"""Evidence: the features of a bead, which the search weighs.

From a text to features, in the order in which to read the modules:

features     the list of all features, one line each, and the protocol of a family
text         one side of a bitext, encoded
extraction   the features of all beads of a corridor, batch by batch
surface      the first family: punctuation, shapes, paragraphs, list labels; `labels` compares these
similarity   the second family: cosines of a bead's two blocks; `blocks` embeds them
explanation  the third family: tokens, clauses and numbers with a counterpart inside the bead;
             `affinity` says how surely two of them are counterparts
placement    the fourth family: whether a piece of a segment is said outside the bead
borders      the fifth family: whether the clauses can be parted where the bead ends
bonus        evidence weighed by hand outside the features: times of subtitles, a given pairing
view         the index arithmetic: matrices of source by target segments, looked up for many beads at once
sums         prefix sums and running minima
"""
