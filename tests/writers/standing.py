"""What every page and picture has to be: it stands alone, and nothing that it tells can act."""

from lxml import html

from claims.visible import HIDDEN

ACTING = {"script", "iframe", "img", "image", "link", "object", "embed", "form", "base", "foreignobject", "use", "animate", "set"}


def check_inert(written: str, schemes: tuple[str, ...] = ("#",)) -> None:
    """Nothing runs, nothing is fetched, links lead where they may, and no character hides or turns others."""
    tree = html.document_fromstring(written)
    assert {str(element.tag).lower() for element in tree.iter()} & ACTING == set()
    assert [name for element in tree.iter() for name in element.attrib if name.startswith("on") or name in ("src", "srcset", "style")] == []
    assert [href for href in tree.xpath("//@href | //@*[local-name() = 'href']") if not href.startswith(schemes)] == []
    assert "url(" not in written and "@import" not in written
    assert HIDDEN.findall(written.replace("\n", "")) == []


def check_links(written: str) -> None:
    """Every link inside leads to one place."""
    tree = html.document_fromstring(written)
    places = tree.xpath("//@id")
    assert len(places) == len(set(places))
    assert {href[1:] for href in tree.xpath("//@href") if href.startswith("#")} - set(places) == set()
