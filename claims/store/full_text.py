"""Full text: which columns of which tables can be searched by words."""

FULL_TEXT = {"statements": ("text",), "commitments": ("text", "action"), "sources": ("title", "text")}
