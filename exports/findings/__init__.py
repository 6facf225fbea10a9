"""The report of `duiqi check`: on the terminal, as a table, a workbook, a page."""
