"""Evaluation: what an extractor finds, measured against documents that people have annotated."""
