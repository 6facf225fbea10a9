"""Evidence: the features of a bead, which the search weighs.

features     the list of all features, one line each
similarity, explanation, surface
             the three families that compute them
extraction   the features of all beads of a corridor
view         where a family finds its values: planes of one padded shape
affinity     how well tokens, clauses and numbers of one side explain those of the other
bonus        evidence weighed by hand outside the features: times of subtitles, a given pairing
labels       list labels of any writing compared
text         a text as the encoders see it; blocks embeds runs of its segments
sums         prefix sums and running minima
"""
