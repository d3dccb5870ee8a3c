"""Generated lines and the training of our own reader on them. PyTorch is needed here and nowhere else."""
