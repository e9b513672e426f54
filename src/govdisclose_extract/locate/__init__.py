"""Where things stand in a report: headings, sections, title, dates and page data."""
