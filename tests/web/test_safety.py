"""What a hostile text, word or request can do to the site: nothing."""

import random
import sqlite3
import string
from urllib.parse import quote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.store.models import Base
from claims.store.selects import view_selects
from claims.web.neutral import STEERING
from claims.web.queries import read_questions
from claims.web.words import fts_words
from tests.web.browser import Page
from tests.web.rows import PAYLOAD

TABLES = [table.name for table in Base.metadata.sorted_tables]
VIEWS = list(view_selects())

PAGES = [
    "/",
    "/plots",
    "/plots/numbers?unit=USD&about=alert",
    "/claims",
    *(f"/claims/{name}" for name in [*TABLES, *VIEWS, *read_questions()]),
]
LINKS = ("party_members", "event_parties", "statement_acts", "statement_addressees")
# Views of terms and numbers alone, or of judgements and contradictions that no hostile row makes.
COUNTS = ("base_units", "commitments_by_strength", "counted_elsewhere", "differing_numbers")
WITHOUT_TEXT = ("/", "/claims", *(f"/claims/{name}" for name in (*LINKS, *COUNTS)))
HOSTILE_WORDS = [
    '"',
    '"unbalanced',
    "AND",
    "a OR",
    "NEAR(",
    "text:x",
    "*",
    "^",
    "-",
    "' OR 1=1 --",
    "x'; DROP TABLE commitments; --",
    "(((",
    "\0",
    "a\0b",
    "😀",
    "\u202e",
    "%",
    "_",
    "a" * 4000,
    "w " * 500,
    PAYLOAD,
]


@pytest.mark.parametrize("address", PAGES)
def test_scripts_in_any_text_stay_text(hostile: httpx.Client, address: str) -> None:
    answer = hostile.get(address, params={"words": "alert"} if address.endswith("/search") else {"_all": "1"})
    assert answer.status_code == 200
    check_inert(answer)
    if address not in WITHOUT_TEXT:
        assert "alert(1)" in answer.text


@pytest.mark.parametrize("table", [name for name in TABLES if name not in ("party_members", "event_parties")])
def test_scripts_stay_text_on_the_page_of_a_record(hostile: httpx.Client, table: str) -> None:
    key = hostile.get(f"/claims/{table}.json").json()["rows"][0]
    primary = hostile.get(f"/claims/{table}.json").json()["primary_keys"]
    columns = hostile.get(f"/claims/{table}.json").json()["columns"]
    path = ",".join(tilde(str(key[columns.index(name)])) for name in primary)
    answer = hostile.get(f"/claims/{table}/{path}")
    assert answer.status_code == 200
    check_inert(answer)


@pytest.mark.parametrize("name", list(read_questions()))
def test_scripts_in_an_address_stay_text(story: httpx.Client, name: str) -> None:
    parameters = {parameter.name: PAYLOAD for parameter in read_questions()[name].parameters}
    check_inert(story.get(f"/claims/{name}", params=parameters))
    check_inert(story.get("/claims/commitments", params={"_search": PAYLOAD, "_sort": PAYLOAD}))
    check_inert(story.get("/claims", params={"sql": f"select '{PAYLOAD.replace(chr(39), chr(39) * 2)}' as x"}))
    check_inert(story.get(f"/claims/{quote(PAYLOAD.replace('/', '~2F'))}"))


def tilde(value: str) -> str:
    return "".join(
        letter if letter.isalnum() or letter in "_-" else "".join(f"~{byte:02X}" for byte in letter.encode()) for letter in value
    )


def check_inert(answer: httpx.Response) -> None:
    page = Page(answer.text)
    assert not STEERING.search(answer.text)
    assert not {"script", "img", "iframe", "object"} & set(page.tags)
    assert page.tags.count("svg") == answer.text.count('<svg class="')  # plots are ours
    assert page.inline == []
    assert not [link for link in page.links if link.strip().lower().startswith("javascript:")]


@pytest.mark.parametrize(
    "address", ["/", "/claims/commitments", "/claims/commitments.json", "/claims/commitments.csv", "/nothing", "/assets/style.css"]
)
def test_every_answer_carries_the_headers(story: httpx.Client, address: str) -> None:
    answer = story.get(address)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("words", HOSTILE_WORDS)
def test_hostile_words_are_only_words(story: httpx.Client, words: str) -> None:
    for address, name in (("/claims/search.json", "words"), ("/claims/commitments.json", "_search"), ("/claims/sources.json", "_search")):
        answer = story.get(address, params={name: words})
        assert answer.status_code == 200, (words, answer.text)


def test_many_random_hostile_words_never_break_the_index() -> None:
    connection = sqlite3.connect(":memory:")
    connection.create_function("fts_words", 1, fts_words)
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(x)")
    connection.execute("INSERT INTO t VALUES ('kereta api')")
    letters = string.printable + "\"'*^:()-+\0\u200b\u202eé語😀"
    chance = random.Random(1)
    for _ in range(5000):
        words = "".join(chance.choices(letters, k=chance.randint(0, 30)))
        connection.execute("SELECT * FROM t WHERE t MATCH fts_words(?)", (words,)).fetchall()
    assert connection.execute("SELECT x FROM t WHERE t MATCH fts_words('Api - \"KERETA')").fetchall() == [("kereta api",)]
    connection.close()


@given(st.text())
def test_fts_words_quotes_every_token(words: str) -> None:
    expression = fts_words(words)
    assert expression.count('"') % 2 == 0
    assert len(expression.split()) <= 64


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("address", ["/", "/claims", "/claims/commitments", "/claims/who-committed", "/claims/commitments/1"])
def test_writing_methods_are_refused(story: httpx.Client, method: str, address: str) -> None:
    answer = story.request(method, address, data={"sql": "delete from commitments"})
    assert answer.status_code == 405
    assert answer.text == "This site only shows what is in the database; nothing can be changed here.\n"


@pytest.mark.parametrize(
    "sql",
    [
        "delete from commitments",
        "insert into parties (name, kind) values ('x', 'state')",
        "with x as (select 1) delete from commitments",
        "with x as (select 1) insert into parties (name, kind) select 'x', 'state' from x",
        "pragma query_only = off",
        "attach 'other.db' as other",
        "select 1; delete from commitments",
        "select load_extension('x')",
        "select writefile('x', 'y')",
        "vacuum into 'x.db'",
    ],
)
def test_sql_that_would_write_is_refused(story: httpx.Client, sql: str) -> None:
    answer = story.get("/claims.json", params={"sql": sql})
    assert answer.status_code == 400, answer.text
    assert "Traceback" not in answer.text
    assert story.get("/claims/commitments.json").json()["filtered_table_rows_count"] == 3


def test_own_selects_work_on_loopback_and_the_file_cannot_be_downloaded(story: httpx.Client) -> None:
    assert story.get("/claims.json", params={"sql": "select count(*) from commitments", "_shape": "arrays"}).json()["rows"] == [[3]]
    assert story.get("/claims.db").status_code in (403, 404)


@pytest.mark.parametrize(
    "address",
    [
        "/claims/commitments?_size=x",
        "/claims/commitments?_timelimit=x",
        "/claims/commitments?_next=x",
        "/claims/who-committed.json?_timelimit=x",
    ],
)
def test_nonsense_in_an_address_is_a_sentence(story: httpx.Client, address: str) -> None:
    answer = story.get(address)
    assert answer.status_code in (200, 400)
    assert "Traceback" not in answer.text


def test_the_site_answers_only_under_its_own_name(story: httpx.Client) -> None:
    assert story.get("/", headers={"host": "evil.example"}).status_code == 403
    assert story.get("/", headers={"host": f"localhost:{story.base_url.port}"}).status_code == 200
