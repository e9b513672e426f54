"""The statute as data: editions of the form, their tables, labels, fact ids and rules."""
