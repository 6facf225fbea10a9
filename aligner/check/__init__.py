"""Revision: what a reviser looks for in a bitext before it is delivered.

A check is a small function over `Unit`s (the two texts of a bead) that yields `Hit`s; `registry` lists
the checks, `run` applies them and makes the report. To add one, write the function, add its line to
`registry.CHECKS` and to the table of docs/revisers.md.

False alarms kill such a tool: a check reports only what it is certain of. `numerals` reads numbers
with all that they may mean; a number that one text surely has and that nothing in the other may mean
is reported, and no other is.
"""
