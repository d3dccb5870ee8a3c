"""Trains the judge of typed or by hand (`ocr/hand.onnx`). PyTorch is needed for it, and nowhere else."""
