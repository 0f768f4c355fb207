"""Text in: one reader per format, and the document they make."""
