"""The command line: a thin shell that parses, calls and prints."""
