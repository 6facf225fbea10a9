"""The workbench: an alignment reviewed in the browser, with the aligner at hand."""
