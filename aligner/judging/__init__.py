"""Judging: places where no alignment is sure, decided by something slower than the aligner.

question  a region as a question: the texts in their context, the alternatives numbered
judge     the protocol: questions in, a choice with a probability out
belief    the aligner's probabilities and a judge's choice, put together
judged    an alignment with the choices of judges
answers   questions written to a file, and a file with answers as a judge
chat      a language model behind an OpenAI-compatible endpoint as a judge
endpoint  requests to it, with retries and a time limit
replies   the choices in what a model writes
known     answers that were given before, on disk
"""
