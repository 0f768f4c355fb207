"""Claims: who said what, who committed to what, and in what numbers, each with the characters that support it."""

__version__ = "0.1.0"
