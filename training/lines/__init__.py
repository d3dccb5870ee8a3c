"""Lines of invented forms as the pipeline cuts them from a drawn and faxed sheet: what our own readers learn from."""
