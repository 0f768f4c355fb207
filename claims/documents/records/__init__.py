"""Structured files in: YAML, JSON, JSONL and CSV as records of plain texts, each value with the line that it stands on."""
