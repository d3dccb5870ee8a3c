"""What our own reader must show, each with its command: `python -m training.benchmarks.NAME`; all of them: `make bench`."""
