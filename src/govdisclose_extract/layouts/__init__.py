"""How a stretch of text may be read as one of the form's tables."""
