"""`saraban eval`: how well files are read whose truth is known: by kind of field, by paper, letter by letter, and at what cost."""
