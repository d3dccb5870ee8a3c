"""What a field says, decided on the lattice itself: texts that are known and texts that are free, each scored against the ink."""
