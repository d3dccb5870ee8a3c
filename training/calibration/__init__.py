"""From generated forms: how sure the rules may be of a value."""
