"""Browsing in Datasette: metadata, plugin, templates, serve."""
