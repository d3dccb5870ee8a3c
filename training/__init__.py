"""Drawn forms and faxes with their truth. Imports `ocr` and `rules`; nothing imports it at run time."""
