"""Web pages: the article's words, what the page tells of its origin, and pages that are broken or hostile."""

import json
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.documents import page_markup
from claims.documents.document import Document, PrintedDetails
from claims.documents.page_metadata import read_day
from claims.documents.reading import read_document
from claims.errors import RejectedInput
from claims.extraction.extractor import RuleExtractor
from tests.documents.finding import find_files

INDONESIAN = [
    "Kota Lontara (Kabar Kota) - Wali Kota Lontara Raka Samosir mengatakan pihaknya akan membangun dua jembatan baru di atas Sungai Tirta.",
    '"Kami akan menyelesaikan jembatan itu dalam dua tahun," kata Raka di Balai Kota Lontara, Selasa (17/6).',
    "Menurut Raka, biaya pembangunan itu mencapai Rp 45 miliar dan seluruhnya berasal dari anggaran kota.",
    "Warga di tepi sungai selama ini menyeberang dengan perahu, dan arus yang deras kerap membuat anak-anak terlambat ke sekolah.",
]
ENGLISH = [
    "LONTARA, June 17 (Harbour Wire) - Mayor Nadia Brookfield of Lontara said on Tuesday that the town would build two new bridges.",
    '"We will finish the bridges within two years," Brookfield told reporters at the town hall, and she said the cost was $4.5 million.',
    "People on the far bank of the river have crossed by boat until now, and the current has often kept the children from their school.",
]


def page(paragraphs: list[str] = INDONESIAN, head: str = "", title: str = "Lontara Akan Bangun Dua Jembatan", language: str = "id") -> str:
    """Return a page as news sites make them: menu, headline, body with furniture inside, related stories, comments, footer."""
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return f"""<!DOCTYPE html><html lang="{language}"><head><title>{title} - Kabar Kota</title>{head}</head><body>
<nav><ul><li><a href="/">Beranda</a></li><li><a href="/ekonomi">Ekonomi</a></li></ul></nav>
<article><h1>{title}</h1><script>var p = "<p>Kata skrip tidak boleh dibaca sama sekali oleh siapa pun di kota ini.</p>";</script>
<div class="detail-body" itemprop="articleBody">{body}</div></article>
<aside><p><a href="/a">Berita lain yang sedang ramai dibaca orang pada pekan ini di kota</a></p></aside>
<footer><p>Hak cipta Kabar Kota</p></footer></body></html>"""


def linked(value: object) -> str:
    return f'<script type="application/ld+json">{value if isinstance(value, str) else json.dumps(value)}</script>'


@pytest.fixture
def read(tmp_path):
    def read_page(content: str | bytes, name: str = "page.html", language: str | None = None) -> Document:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read_document(path, language)

    return read_page


@pytest.fixture
def told(read):
    def read_details(head: str, **more: str) -> PrintedDetails:
        printed = read(page(head=head, **more)).printed
        assert printed is not None
        return printed

    return read_details


class TestText:
    @pytest.mark.parametrize(
        ("paragraphs", "title", "language"),
        [(INDONESIAN, "Lontara Akan Bangun Dua Jembatan", "id"), (ENGLISH, "Lontara to build two bridges", "en")],
    )
    def test_is_the_headline_and_the_paragraphs(self, read, paragraphs, title, language):
        document = read(page(paragraphs, title=title, language=language))
        assert document.text == "\n\n".join([title, *paragraphs])
        assert (document.media_type, document.encoding, document.language) == ("text/html", "utf-8", None)
        assert document.printed is not None
        assert document.printed.language == language
        assert document.read_on == date.today()

    def test_is_the_same_in_another_frame(self, read):
        assert read(page()).sha256 == read(page().replace("Berita lain", "Kabar lain").replace("<p>", '<p class="x">'), "b.HTM").sha256

    def test_marks_entities_and_breaks(self, read):
        first = INDONESIAN[0].replace("dua jembatan", "<b>dua</b>\n  jembatan").replace("Kota Lontara (", "Kota&nbsp;Lontara&#32;(")
        text = read(page([first, "Baris satu &amp; dua.<br>Baris tiga &lt;b&gt; &quot;empat&quot;.", *INDONESIAN[1:]])).text
        assert INDONESIAN[0] in text.split("\n\n")
        assert 'Baris satu & dua.\n\nBaris tiga <b> "empat".' in text

    def test_scripts_styles_and_comments_are_no_text(self, read):
        hidden = '<style>p { color: "Gaya" }</style><!-- Komentar --><noscript>Nyalakan</noscript><template><p>Cetakan</p></template>'
        text = read(page([INDONESIAN[0] + hidden, *INDONESIAN[1:]])).text
        assert not [word for word in ("skrip", "Gaya", "Komentar", "Nyalakan", "Cetakan", "cipta", "Beranda") if word in text]

    def test_code_in_text_is_text(self, read):
        text = read(page([*INDONESIAN, "Ia menulis &lt;script&gt;alert(1)&lt;/script&gt; di papan tulis kelas."])).text
        assert "<script>alert(1)</script>" in text

    def test_a_repeated_paragraph_is_kept(self, read):
        assert read(page([*INDONESIAN, INDONESIAN[1]])).text.count(INDONESIAN[1]) == 2

    def test_all_paragraphs_where_the_search_fails(self, read, monkeypatch):
        def fail(*_: object, **__: object) -> None:
            raise RecursionError

        monkeypatch.setattr("trafilatura.bare_extraction", fail)
        assert read(page()).text == "\n\n".join(["Lontara Akan Bangun Dua Jembatan", *INDONESIAN])

    def test_all_paragraphs_where_the_search_loses_most(self, read):
        same = INDONESIAN[2]
        assert read(page([same] * 30)).text.count(same) == 30

    def test_words_of_the_linked_data_where_the_page_has_none(self, read):
        head = linked({"@type": "NewsArticle", "headline": "Judul", "articleBody": f"<p>{INDONESIAN[0]}</p><p>{INDONESIAN[2]}</p>"})
        assert read(f"<html><head>{head}</head><body><div id=app></div></body></html>").text == "\n\n".join(
            ["Judul", INDONESIAN[0], INDONESIAN[2]]
        )

    def test_folders_hold_pages_beside_texts(self, tmp_path):
        for name in ("a.txt", "b.html", "c.HTM", "d.xhtml"):
            (tmp_path / name).write_text("x")
        assert [path.name for path in find_files([tmp_path])[0]] == ["a.txt", "b.html", "c.HTM"]


class TestDetails:
    def test_of_linked_data(self, told):
        article = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": "Judul &quot;besar&quot; di kota",
            "datePublished": "2025-06-18T00:30:00+07:00",
            "author": [{"@type": "Person", "name": "Sari  Dewi"}, {"@type": "Person", "name": "Tono Lubis"}],
            "editor": {"@type": "Person", "name": "Maya Siregar"},
            "publisher": {"@type": "NewsMediaOrganization", "name": "Kabar Kota"},
            "mainEntityOfPage": {"@type": "WebPage", "@id": "https://kabarkota.example/berita/1"},
        }
        expected = PrintedDetails(
            'Judul "besar" di kota',
            "Kabar Kota",
            None,
            "Sari Dewi, Tono Lubis",
            "Maya Siregar",
            "https://kabarkota.example/berita/1",
            date(2025, 6, 18),
            "id",
        )
        assert told(linked(article)) == expected
        assert told(linked([{"@type": "WebSite", "name": "x"}, article])) == expected
        assert told(linked({"@graph": [{"@type": "WebPage", "datePublished": "2020-01-01"}, article]})) == expected
        assert told(linked("<!-- //<![CDATA[\n" + json.dumps(article)[:-1] + ",}\n//]]> -->;")) == expected
        assert told(linked(json.dumps(article).replace("di kota", "di\n\tkota"))) == expected
        assert told(linked({**article, "@type": ["ReportageNewsArticle", "Thing"]}) + linked("{broken")) == expected

    def test_of_a_graph_with_references(self, told):
        graph = [
            {
                "@type": "Article",
                "@id": "https://k.example/1#a",
                "headline": "Judul",
                "author": {"@id": "#sari"},
                "publisher": {"@id": "#k"},
            },
            {"@type": "Person", "@id": "#sari", "name": "Sari Dewi"},
            {"@type": "Organization", "@id": "#k", "name": "Kabar Kota"},
        ]
        details = told(linked({"@graph": graph}))
        assert (details.title, details.reporter, details.publisher) == ("Judul", "Sari Dewi", "Kabar Kota")

    def test_of_the_article_that_the_page_is_about(self, told):
        others = [{"@type": "NewsArticle", "headline": f"Lain {n}", "url": f"https://k.example/{n}"} for n in (1, 2, 3)]
        assert told(linked(others) + '<link rel="canonical" href="https://k.example/2/">').title == "Lain 2"
        assert told(linked(others)).title == "Lain 1"

    def test_of_meta_tags(self, told):
        details = told(
            """<meta property="og:title" content="Judul &amp; isi | Kabar Kota"><meta property="og:site_name" content="Kabar Kota">
            <meta property="article:author" content="https://social.example/kabarkota"><meta name="author" content="Sari Dewi">
            <meta name="content_editor" content="Maya Siregar"><meta property="og:url" content="https://kabarkota.example/2">
            <meta property="article:published_time" content="2025-06-17T08:00:00Z">"""
        )
        assert details == PrintedDetails(
            "Lontara Akan Bangun Dua Jembatan",  # the only h1: og:title is written for other sites
            "Kabar Kota",
            None,
            "Sari Dewi",
            "Maya Siregar",
            "https://kabarkota.example/2",
            date(2025, 6, 17),
            "id",
        )

    def test_broken_linked_data_gives_way_to_meta_tags(self, told):
        head = linked('{"@type": "NewsArticle", "headline": "a "b" c"}') + '<meta name="pubdate" content="2025/06/17 10:30:00">'
        assert told(head).published_on == date(2025, 6, 17)

    def test_of_an_agency(self, told):
        wire = {"@type": "NewsArticle", "headline": "J", "author": {"@type": "Organization", "name": "Harbour Wire"}}
        details = told(linked({**wire, "publisher": {"name": "Kabar Kota"}}))
        assert (details.agency, details.reporter) == ("Harbour Wire", None)
        assert told(linked({**wire, "publisher": {"name": "harbour wire"}})).agency is None

    @pytest.mark.parametrize(
        ("headline", "title"),
        [
            ("Lontara Akan Bangun…", "Lontara Akan Bangun Dua Jembatan"),
            ("Yang lain...", "Yang lain..."),
            ("Judul - kabarkota.example", "Judul"),
            ("Jembatan - Sungai Tirta", "Jembatan - Sungai Tirta"),
            ("x" * 5000, "Lontara Akan Bangun Dua Jembatan"),
        ],
    )
    def test_titles(self, told, headline, title):
        head = '<link rel="canonical" href="https://www.kabarkota.example/1">'
        assert told(head + linked({"@type": "NewsArticle", "headline": headline, "isPartOf": 1})).title == title

    @pytest.mark.parametrize(
        "url", ["javascript:alert(1)", "/berita/1", "https://", "https://a b.example/", "data:text/html,x", "https://[x/", ""]
    )
    def test_what_is_no_address(self, told, url):
        assert told(f'<link rel="canonical" href="{url}">').url is None

    def test_address_that_a_browser_leaves_on_saving(self, read):
        saved = "<!-- saved from url=(0032)https://kabarkota.example/saved -->\n"
        printed = read(page().replace("<html", saved + "<html", 1)).printed
        assert printed is not None
        assert printed.url == "https://kabarkota.example/saved"

    @pytest.mark.parametrize("author", ["https://k.example/sari", "sari@k.example", "@sari", "Kabar Kota", " ", "x" * 1000])
    def test_what_is_no_name(self, told, author):
        assert told(f'<meta property="og:site_name" content="Kabar Kota"><meta name="author" content="{author}">').reporter is None

    @pytest.mark.parametrize(
        ("printed", "day"),
        [
            ("2025-06-17", date(2025, 6, 17)),
            ("2025-06-17T23:59:59+07:00", date(2025, 6, 17)),
            ("2025-06-17T20:00:00.000Z", date(2025, 6, 17)),
            ("2025-06-17 10:00", date(2025, 6, 17)),
            ("2025/06/17 10:00:00", date(2025, 6, 17)),
            ("20250617T100000Z", date(2025, 6, 17)),
            ("Tue, 17 Jun 2025 23:30:00 +0700", date(2025, 6, 17)),
            ("1970-01-01T00:00:00Z", None),
            ("2025-02-30", None),
            ("17/6/2025", None),
            ("1750132800", None),
            ("besok", None),
            ("", None),
            ("Tue, 99 Jun 99999999999 99:30:00 +9999999", None),
        ],
    )
    def test_days(self, printed, day):
        assert read_day(printed, date(2026, 1, 1)) == day

    def test_a_day_to_come_is_no_day_of_publication(self):
        today = date(2025, 6, 17)
        assert read_day("2025-06-18", today) == today + timedelta(days=1)  # it is tomorrow already, further east
        assert read_day("2025-06-19", today) is None

    @pytest.mark.parametrize(("declared", "code"), [("id-ID", "id"), ("en_GB", "en"), ("in", "id"), ("indonesia", None), ("", None)])
    def test_languages(self, told, declared, code):
        assert told("", language=declared).language == code

    def test_surrogates_and_control_characters(self, told):
        details = told(linked('{"@type": "NewsArticle", "headline": "Satu\\ud800\\u0000 dua\\u202e", "x": 1}'))
        assert details.title == "Satu? dua"


class TestEncoding:
    TEXT = "Kafé “baru” – Rp 5 miliar"

    def page(self, declaration: str = "") -> str:
        return page([*INDONESIAN, self.TEXT + " di kota itu akan dibuka oleh wali kota pada hari Senin depan."], declaration)

    @pytest.mark.parametrize(
        ("declaration", "written", "recorded"),
        [
            ("", "utf-8", "utf-8"),
            ("", "cp1252", "cp1252"),
            ("", "utf-8-sig", "utf-8-sig"),
            ("", "utf-16", "utf-16"),
            ('<meta charset="iso-8859-1">', "cp1252", "cp1252"),
            ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1254">', "cp1254", "cp1254"),
            ("<meta charset=gb2312>", "gb18030", "gb18030"),
            ('<meta charset="utf-8">', "cp1252", "cp1252"),
            ('<meta charset="windows-1252">', "utf-8", "utf-8"),
            ('<meta charset="utf-16">', "utf-8", "utf-8"),
            ('<meta charset="utf-7">', "cp1252", "cp1252"),
            ('<meta charset="zip">', "cp1252", "cp1252"),
            ('<meta charset="nonsense">', "cp1252", "cp1252"),
        ],
    )
    def test_is_recorded_and_wrong_declarations_are_seen_through(self, read, declaration, written, recorded):
        document = read(self.page(declaration).encode(written))
        assert document.encoding == recorded
        assert self.TEXT in document.text

    def test_declared_before_the_root(self, read):
        text = '<?xml version="1.0" encoding="windows-1251"?>' + page([*INDONESIAN, "Она сказала, что мост будет построен в городе."])
        document = read(text.encode("cp1251"))
        assert document.encoding == "cp1251"
        assert "мост будет" in document.text

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"", "it is empty"),
            (b" \n", "it is empty"),
            (b"<p>\x81\x8d\xff</p>", "its bytes are no text in UTF-8, in windows-1252 or in the encoding that it declares"),
            (b"<p>a\0b</p>", "it is a binary file (a NUL byte stands at byte 5)"),
            (b"\xef\xbb\xbf<p>\xff</p>", "it is marked as UTF-8, but byte"),
            (b"\xff\xfe<\0p", "it is marked as UTF-16, but byte"),
            (b"\xff\xfe<\0\0\0", "it is a binary file (it holds a NUL character)"),
        ],
    )
    def test_what_fits_none(self, read, data, sentence):
        with pytest.raises(RejectedInput, match=r"page\.html: ") as caught:
            read(data)
        assert sentence in str(caught.value)


class TestHostilePages:
    """None of them may hold the reader, run anything or end in anything but a document or a named rejection."""

    @pytest.mark.parametrize(
        "content",
        [
            "<a " * 50_000,
            "<" * 150_000,
            "</" * 75_000,
            "<!--" * 40_000,
            '<a b="' * 30_000,
            "<script>" * 20_000,
            "<table>" * 20_000,
            "<html><body><p>x</p></body></html>",
            "<html></html>",
            "kata saja",
            "\x01\x02\x03",
            "<menu>" + "<li><a href=/>Beranda kota</a></li>" * 100,
        ],
    )
    def test_without_an_article(self, read, content):
        try:
            assert read(content).text.strip("<& ") == ""
        except RejectedInput as error:
            assert "no article is found in the page; save the article's text as .txt." in str(error)

    @pytest.mark.parametrize(
        "extra",
        [
            "<a " * 50_000,
            "<div>" * 100_000,
            "<b>" * 100_000,
            "<ul><li>" * 3_000,
            "<p " + " ".join(f"a{n}=1" for n in range(30_000)) + ">",
            "<x:y><a<b c=d><\u00e9><p\x01 q\x02=3>&#1;&#xD800;&#x110000;&#0;",
            "<svg><title>Gambar</title></svg><math><p>",
            linked("[" * 100_000) + linked('{"a":' * 50_000) + linked('{"@type":"Article","headline":' + "1" * 9_000 + "}"),
            linked('{"@type":"Article"' + " " * 300_000 + "x"),
            linked('{"@type":"NewsArticle","author":' + "[" * 400 + "]" * 400 + ',"headline":["x",1,null,{}],"datePublished":{"a":1}}'),
            linked(
                {"@type": {"a": 1}, "author": {"@id": ["x"]}, "@graph": [[[{"@type": [None, 3, "Article"], "publisher": 3, "url": 9}]]]}
            ),
            "<meta name=author content=x>" * 20_000,
            "<meta><meta name><meta content><link><link rel=canonical><html lang=xx><body><title>",
        ],
    )
    def test_around_an_article(self, read, extra):
        assert INDONESIAN[1] in read(page().replace("</article>", "</article>" + extra)).text

    def test_deep_inside(self, read):
        text = read(f"<html><body>{'<div>' * 50_000}{''.join(f'<p>{one}</p>' for one in INDONESIAN)}").text
        assert text == "\n\n".join(INDONESIAN)

    def test_entities_are_neither_fetched_nor_expanded(self, read, tmp_path):
        (tmp_path / "secret").write_text("rahasia")
        bomb = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret"><!ENTITY a "bom"><!ENTITY b "&a;&a;&a;&a;">]>'
        text = read(
            page([*INDONESIAN, "&x; &b; &b; dan kata-kata lain di kota yang dibaca oleh semua orang."]).replace("<!DOCTYPE html>", bomb)
        ).text
        assert "rahasia" not in text
        assert "bombom" not in text

    def test_more_tags_than_an_article_has(self, read, monkeypatch):
        monkeypatch.setattr(page_markup, "MAX_TAGS", 1000)
        with pytest.raises(RejectedInput, match=r"it holds more than 1,000 tags, as no article does"):
            read("<p>x" * 1001)

    def test_a_tree_too_large_to_search_still_gives_its_paragraphs(self, read, monkeypatch):
        monkeypatch.setattr(page_markup, "MAX_ELEMENTS", 12)
        assert read(page()).text == "\n\n".join(["Lontara Akan Bangun Dua Jembatan", *INDONESIAN])

    def test_nothing_is_printed(self, read, capfd):
        for content in ("<a " * 100, "<p>", page()):
            with suppress(RejectedInput):
                read(content)
        assert capfd.readouterr() == ("", "")

    @given(
        st.lists(
            st.sampled_from(
                ["<p>", "</p>", "<div>", "</div>", "<article>", "</b>", "<b>", "<li>", "<table><tr><td>", "</table>", "<h1>", "</h1>"]
            )
            | st.sampled_from(
                ["<script>", "</script>", "<!--", "-->", "<br>", "<title>", "</body>", "</html>", "<svg>", "&amp", "<a href=x>"]
            )
            | st.sampled_from(INDONESIAN)
            | st.text(max_size=8),
            max_size=40,
        )
    )
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
    def test_any_markup_is_a_document_or_a_named_rejection(self, tmp_path: Path, parts: list[str]):
        path = tmp_path / "any.html"
        path.write_bytes("".join(parts).encode("utf-8", "surrogatepass"))
        try:
            document = read_document(path)
        except RejectedInput as error:
            assert str(error).startswith(f"{path}: ")
        else:
            assert document.text.strip()
            document.text.encode("utf-8")


class TestExtraction:
    def article(self, published: str = "2014-06-18T09:00:00+07:00", **more: object) -> str:
        return linked({"@type": "NewsArticle", "headline": "Dua Jembatan untuk Lontara", "datePublished": published, **more})

    def source(self, document: Document):
        return RuleExtractor().extract(document).source

    @pytest.mark.parametrize(
        ("published", "event_on"),  # 17 June was a Tuesday in 2003, 2008, 2014 and 2025
        [("2014-06-18", date(2014, 6, 17)), ("2008-06-17", date(2008, 6, 17)), ("2015-01-02", date(2014, 6, 17)), ("2012-06-18", None)],
    )
    def test_a_weekday_is_of_the_year_of_publication(self, read, published, event_on):
        source = self.source(read(page(head=self.article(published))))
        assert (source.event_on, source.published_on) == (event_on, date.fromisoformat(published))
        assert source.event_on_basis == ("weekday and day; year of publication printed" if event_on else None)

    def test_an_agency_of_the_dateline_is_none_beside_itself(self, read):
        paragraphs = [INDONESIAN[0].replace("Kabar Kota", "Reuters"), *INDONESIAN[1:]]
        assert self.source(read(page(paragraphs, self.article(publisher={"name": "Kabar Lontara"})))).agency == "Reuters"
        assert self.source(read(page(paragraphs, self.article(publisher={"name": "Reuters"})))).agency is None

    def test_details_of_the_page_come_first(self, read):
        source = self.source(
            read(
                page(
                    head=self.article(
                        author={"@type": "Person", "name": "Oleh Sari Dewi; Selasa"},
                        publisher={"name": "Kabar Lontara"},
                        url="https://kabar.example/7",
                    )
                )
            )
        )
        assert (source.title, source.publisher, source.reporter) == ("Dua Jembatan untuk Lontara", "Kabar Lontara", "Sari Dewi")
        assert (source.url, source.language) == ("https://kabar.example/7", "id")

    def test_spans_point_into_the_stored_text(self, read):
        document = read(page(head=self.article()))
        extraction = RuleExtractor().extract(document)
        assert "Kami akan menyelesaikan jembatan itu dalam dua tahun" in [
            s.content.of(document.text).strip('",') for s in extraction.statements
        ]
