"""YAML in its safest reading: its events alone, so that every scalar is the text that was written; no aliases, no tags."""

from collections.abc import Iterator

from claims.documents.records.nodes import Fault, Node, mapping, require_shallow

EMPTY = ("", "~", "null")  # unquoted: nothing
PLAIN_TAGS = (None, "!", "tag:yaml.org,2002:str", "tag:yaml.org,2002:seq", "tag:yaml.org,2002:map")


def read_yaml(text: str) -> list[Node]:
    """Return the top nodes of a YAML stream, one a document; Fault for what is no YAML, or more of it than records need."""
    import yaml

    try:
        return list(_documents(yaml.parse(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        told = " ".join((error.problem or "it cannot be read").split())[:120]
        raise Fault(mark.line + 1 if mark else 1, f"this is no YAML: {told}.") from error
    except yaml.YAMLError as error:
        raise Fault(1, f"this is no YAML: {' '.join(str(error).split())[:120]}.") from error


def _documents(events: Iterator[object]) -> Iterator[Node]:
    """Yield nodes from events, with a stack instead of recursion: what lies too deep is refused before anything can overflow."""
    import yaml

    stack: list[tuple[int, list[Node] | None, list[tuple[str, Node]], list[str]]] = []
    for event in events:
        line = event.start_mark.line + 1 if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent) else 0
        if isinstance(event, yaml.AliasEvent):
            raise Fault(line, "aliases (*name) are not read; write the value itself.")
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag not in PLAIN_TAGS:
            raise Fault(line, f"tags such as {event.tag[:40]} are not read; write the value itself.")
        if isinstance(event, yaml.CollectionStartEvent):
            require_shallow(line, len(stack) + 1)
            stack.append((line, [] if isinstance(event, yaml.SequenceStartEvent) else None, [], []))
            continue
        if isinstance(event, yaml.ScalarEvent):
            node = Node(line, None if event.style is None and event.value in EMPTY else event.value)
        elif isinstance(event, yaml.CollectionEndEvent):
            began, items, pairs, _ = stack.pop()
            node = Node(began, items) if items is not None else mapping(began, pairs)
        else:
            continue
        if not stack:
            yield node
            continue
        _, items, pairs, names = stack[-1]
        if items is not None:
            items.append(node)
        elif names:
            pairs.append((names.pop(), node))
        elif isinstance(node.value, str):
            names.append(node.value)
        else:
            raise Fault(node.line, "a name in a mapping is a plain text.")
