"""Tables, migrations, the store of originals, numbers and the audit trail."""
