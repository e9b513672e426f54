"""Reports written out, damaged on purpose, and judged: for tests of this library and of plugins.

`content` makes up what a report says, `printed` lays it out as the form prints it, `damage` damages
that, `write` turns it into a file of any kind, and `oracle` tells which numbers a reader can be
sure of. `strategies` gives all of it to hypothesis, `forge` to a pinned set. Needs the extra
`testing`: `pip install 'govdisclose-extract[testing]'`.
"""
