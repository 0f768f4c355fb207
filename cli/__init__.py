"""The command line: parses, calls `claims`, prints."""
