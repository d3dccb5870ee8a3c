"""What is held of one person: found, given out, kept from use, erased (Personal Data Protection Act B.E. 2562)."""
