"""The databases that claims runs on; the one place that knows how they differ."""
