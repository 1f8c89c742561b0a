"""The command line: the same errands for scripts, helpdesks and IT staff. A contract, see
docs/cli.md; one file per group of commands, heavy imports inside the commands."""
