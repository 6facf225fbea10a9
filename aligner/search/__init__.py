"""The search: which beads, in which order, and how likely each.

stretches  a long bitext cut into short ones, by the rough pass
passes     the rough pass and the close pass
borders    where segments can be parted, by an alignment of the clauses inside them
scoring    from features to scores
anchors    pairs of segments that steer the search
corridor   the part of the search space that is looked at
shapes     the shapes of bead that are tried
lattice    Viterbi and forward-backward
weights    trained weights of the features
moved      passages that the translation has in another place
"""
