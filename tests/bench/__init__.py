"""Throughput of keeping and of the job queue, to be run by hand: `make bench-intake`."""
