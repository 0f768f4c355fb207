"""Finders: each reads one kind of thing off a text, alone; none imports another."""
