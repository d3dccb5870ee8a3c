"""The crash test: the real daemon, killed again and again while mail comes in; nothing may be lost, doubled, or numbered twice."""
