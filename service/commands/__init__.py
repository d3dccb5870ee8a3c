"""One module a command: `add_arguments(parser)` and `run(args)`, which gives the exit code. Listed in `service.cli`."""
