"""Writers: a printed form as text in every layout, as HTML, DOCX and PDF.

Each module has a table of writers by name. A writer loses what its format loses and nothing else:
what the file still shows of each row is told along with it, for the oracle to judge by.
"""
