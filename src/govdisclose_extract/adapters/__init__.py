"""Adapters say what stands on the page of a file. They know nothing of the form."""
