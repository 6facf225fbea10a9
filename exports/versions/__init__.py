"""The report of `duiqi compare`: on the terminal, as a page, a workbook, a Word file with tracked changes."""
