"""Reports written out: JSON Schema, CSV and JSON Lines, and tables for a terminal."""
