"""Drawn form pages and faxes with their truth. Needed to make samples, to test and to train; nothing imports it at run time."""
