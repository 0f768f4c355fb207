"""Shapes: whether a value is as a JSON schema says, for the few keywords that our schema uses."""

from typing import Any

TYPES: dict[str, type] = {"object": dict, "array": list, "string": str, "integer": int, "null": type(None)}


def fits(value: object, schema: dict[str, Any], *, terms: bool = True) -> bool:
    """Tell whether a value has the shape of a schema; with `terms` false, a text may be any where the schema lists the allowed ones."""
    allowed = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if isinstance(value, bool) or not isinstance(value, tuple(TYPES[name] for name in allowed)):
        return False
    if terms and "enum" in schema and value not in schema["enum"]:
        return False
    if isinstance(value, dict):
        parts = schema["properties"]
        return parts.keys() >= value.keys() >= set(schema["required"]) and all(fits(value[key], parts[key], terms=terms) for key in value)
    return not isinstance(value, list) or all(fits(item, schema["items"], terms=terms) for item in value)
