import json

from hypothesis import given
from hypothesis import strategies as st

from claims.visible import HIDDEN, defuse, escape_json, escape_markdown, show


def test_what_steers_a_terminal_is_shown_escaped():
    assert show("a\x1b[31mb\x9bc\u202ed\u200be\U000e0041f\n\tg") == r"a\x1b[31mb\x9bc\u{202e}d\u{200b}e\u{e0041}f g"


@given(st.text())
def test_nothing_hidden_is_left(text):
    shown = show(text)
    assert not HIDDEN.search(shown) and "\n" not in shown


@given(st.text())
def test_escaped_json_is_the_same_data(text):
    written = escape_json(json.dumps([text], ensure_ascii=False))
    assert json.loads(written) == [text] and not HIDDEN.search(written)


def test_formulas_are_defused_and_numbers_left():
    assert [defuse(cell) for cell in ("=1+1", "+A1", "-A1", "@x", "\tx", "-1+1")] == ["'=1+1", "'+A1", "'-A1", "'@x", "'\tx", "'-1+1"]
    assert [defuse(cell) for cell in ("-1", "+2.5", "a=b", "")] == ["-1", "+2.5", "a=b", ""]


def test_markdown_is_plain_words():
    assert escape_markdown("a|b [x](javascript:1) <b> `c`\n*d*") == r"a\|b \[x\](javascript:1) &lt;b\> \`c\` \*d\*"
