"""Backups: the rows of the database, the files of the store, and the settings, in one folder."""
