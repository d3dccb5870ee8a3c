"""Ledger figures, the daily report and letters; `mail_out` is the one sender. Imports `storage` and `rules`."""
