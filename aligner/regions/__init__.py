"""Regions: places of an alignment that are in doubt, and the most probable alternatives there.

window        consecutive beads of an alignment, encoded
runs          consecutive beads that may change, between beads that a person has decided about
lattices      the lattice of each run
partition     which beads of a run make a region, so that few questions put most right
dressing      beads with segments, ids and notes, from the numbers that the search finds
alternatives  the regions of an alignment with their alternatives
"""
