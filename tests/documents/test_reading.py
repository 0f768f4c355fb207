"""Reading: every kind of file that a folder may hold, and every refusal as one sentence."""

import os
import socket
import tracemalloc
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claims.documents import files
from claims.documents.files import RejectedFile
from claims.documents.reading import find, read_document
from claims.errors import ExitCode, RejectedInput
from tests.documents.finding import find_files


def write(path: Path, content: bytes | str = "Some words.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def rejection(path: Path) -> str:
    with pytest.raises(RejectedInput) as caught:
        read_document(path)
    assert caught.value.exit_code == ExitCode.REJECTED
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


@contextmanager
def without_privileges():
    """Act as nobody where the tests run as root, whom no permission stops."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


class TestText:
    @pytest.mark.parametrize("text", ["Kata.\r\nKata.\rKata.\n", "Café 😀 kota\u2028baris", "  \n di tengah  ", "e\u0301 \u200b \u202e"])
    def test_is_kept_as_it_stands(self, tmp_path, text):
        document = read_document(write(tmp_path / "a.txt", text))
        assert document.text == text
        assert (document.encoding, document.media_type, document.language) == ("utf-8", "text/plain", None)
        assert document.path == str(tmp_path / "a.txt")

    def test_byte_order_mark_is_recorded_and_no_part_of_the_text(self, tmp_path):
        document = read_document(write(tmp_path / "a.txt", b"\xef\xbb\xbfKata."))
        assert (document.text, document.encoding) == ("Kata.", "utf-8-sig")
        assert document.sha256 == read_document(write(tmp_path / "b.txt", "Kata.")).sha256

    def test_offsets_count_code_points(self, tmp_path):
        text = read_document(write(tmp_path / "a.txt", "😀é, kata")).text
        assert text[4:8] == "kata"

    def test_declared_language_is_carried(self, tmp_path):
        assert read_document(write(tmp_path / "a.TXT"), "id").language == "id"

    @given(data=st.binary(max_size=200) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    def test_any_bytes_are_a_document_or_a_named_rejection(self, tmp_path, data):
        path = write(tmp_path / "any.txt", data)
        try:
            document = read_document(path)
        except RejectedInput as error:
            assert str(error).startswith(f"{path}: ")
        else:
            mark = b"\xef\xbb\xbf" if document.encoding == "utf-8-sig" else b""
            assert mark + document.text.encode("utf-8") == data


class TestRejectedText:
    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"", "it is empty"),
            (b"\xef\xbb\xbf", "it is empty"),
            (b" \r\n\t\xe2\x80\x83\n", "nothing but white space"),
            (b"ab\ncaf\xe9 x", "it is not UTF-8: byte 7 (0xE9, on line 2) fits no character; save it as UTF-8."),
            (b"\xef\xbb\xbfcaf\xe9", "byte 7 (0xE9, on line 1)"),
            (b"a\xed\xa0\x80b", "byte 2 (0xED, on line 1)"),
            (b"kata\xe2\x80", "byte 5 (0xE2, on line 1)"),
            (b"kata\0kata", "it is a binary file (a NUL byte stands at byte 5)"),
            ("Kata.".encode("utf-16"), "it is UTF-16; save it as UTF-8."),
        ],
    )
    def test_says_what_is_wrong_and_what_would_be_right(self, tmp_path, data, sentence):
        path = write(tmp_path / "a.txt", data)
        assert rejection(path).startswith(f"{path}: ")
        assert sentence in rejection(path)

    def test_larger_than_the_budget(self, tmp_path, monkeypatch):
        monkeypatch.setattr(files, "MAX_BYTES", 2**20)
        assert "larger than 1 MiB" in rejection(write(tmp_path / "a.txt", b"a" * (2**20 + 1)))
        assert len(read_document(write(tmp_path / "a.txt", b"a" * 2**20)).text) == 2**20

    def test_no_more_than_the_budget_is_held(self, tmp_path, monkeypatch):
        monkeypatch.setattr(files, "MAX_BYTES", 2**20)
        with (tmp_path / "a.txt").open("wb") as file:
            file.truncate(2**26)
        tracemalloc.start()
        assert "larger than 1 MiB" in rejection(tmp_path / "a.txt")
        assert tracemalloc.get_traced_memory()[1] < 2**22
        tracemalloc.stop()

    @pytest.mark.parametrize(
        ("name", "sentence"),
        [
            ("missing.txt", "there is no such file or folder"),
            ("a\0b.txt", "it cannot be read (embedded null byte)"),
            ("a" * 300 + ".txt", "it cannot be read (File name too long)"),
            ("page.pdf", "files that end in .pdf are not read; those that are end in .txt, .html, .htm."),
            ("page", "files without an ending are not read"),
            (os.fsdecode(b"\xff.txt"), r"\xff.txt: its name is not UTF-8; rename it."),
        ],
    )
    def test_names(self, tmp_path, name, sentence):
        assert sentence in rejection(tmp_path / name)

    def test_fifo_does_not_hold_the_reader(self, tmp_path):
        os.mkfifo(tmp_path / "a.txt")
        assert "it is a FIFO, and only regular files are read" in rejection(tmp_path / "a.txt")

    def test_folder_named_like_a_file(self, tmp_path):
        (tmp_path / "a.txt").mkdir()
        assert "it is a folder" in rejection(tmp_path / "a.txt")

    def test_unreadable_file(self, tmp_path):
        path = write(tmp_path / "a.txt")
        path.chmod(0)
        with without_privileges():
            assert "it may not be read" in rejection(path)


class TestFinding:
    def test_folder_means_its_text_files_sorted(self, tmp_path):
        wanted = [write(tmp_path / name) for name in ("a.txt", "b/c.txt", "b/d/e.TXT", "f.txt")]
        for name in ("a.json", "b/notes", "g.txt.bak", "txt", "atxt"):
            write(tmp_path / name)
        assert find_files([tmp_path]) == (sorted(wanted), [])

    def test_other_files_are_counted_by_their_endings_but_hidden_ones(self, tmp_path):
        write(tmp_path / "a.txt")
        for name in ("b.PDF", "c/d.pdf", "e.tar.gz", "notes", "f.gold.json", "On 3.5 per cent", ".DS_Store", ".git/config", ".x/a.py"):
            write(tmp_path / name)
        (tmp_path / "link.pdf").symlink_to(tmp_path / "b.PDF")
        found = find([tmp_path, tmp_path / "c"])
        assert found.files[:1] == [tmp_path / "a.txt"]
        assert found.passed_over == {".pdf": 2, ".tar.gz": 1, "": 2, ".gold.json": 1}
        assert find([tmp_path], beside=[".json"]).passed_over[".gold.json"] == 1

    def test_given_order_is_kept_and_each_file_comes_once(self, tmp_path, monkeypatch):
        first, second = write(tmp_path / "in/b.txt"), write(tmp_path / "in/a.txt")
        monkeypatch.chdir(tmp_path)
        given_paths = [first, Path("in/b.txt"), tmp_path / "in", Path("in/../in/a.txt"), tmp_path / "in"]
        assert find_files(given_paths) == ([first, second], [])

    def test_folder_whose_files_were_named_before_is_not_empty(self, tmp_path):
        only = write(tmp_path / "a.txt")
        assert find_files([only, tmp_path]) == ([only], [])

    def test_rejections_stand_where_the_files_would_have(self, tmp_path):
        a, b = write(tmp_path / "a.txt"), write(tmp_path / "b.txt")
        missing = tmp_path / "missing.txt"
        found = find([a, missing, missing, b]).files
        assert (found[0], found[2], len(found)) == (a, b, 3)
        assert isinstance(found[1], RejectedFile)
        assert found[1].path == str(missing)
        assert str(found[1]) == f"{missing}: there is no such file or folder; check the path."

    def test_folder_without_articles(self, tmp_path):
        write(tmp_path / "in/a.pdf")
        files_found, rejected = find_files([tmp_path, tmp_path / "in"])
        assert files_found == []
        assert (
            str(rejected[0])
            == f"{tmp_path}: the folder and its subfolders hold no articles; the files that are read end in .txt, .html, .htm."
        )
        assert len(rejected) == 2

    def test_links_are_followed_inside_the_folder_alone(self, tmp_path):
        inside = write(tmp_path / "in/a.txt")
        write(tmp_path / "out/secret.txt")
        (tmp_path / "in/same.txt").symlink_to(inside)
        (tmp_path / "in/secret.txt").symlink_to(tmp_path / "out/secret.txt")
        (tmp_path / "in/out").symlink_to(tmp_path / "out")
        (tmp_path / "in/round").symlink_to(tmp_path / "in")
        (tmp_path / "in/passwords").symlink_to("/etc/passwd")
        found, rejected = find_files([tmp_path / "in"])
        assert found == [inside]
        assert [Path(error.path).name for error in rejected] == ["out", "secret.txt"]
        assert all("it is a link out of the folder" in str(error) for error in rejected)

    def test_a_link_that_is_named_itself_is_followed(self, tmp_path):
        write(tmp_path / "out/a.txt", "Kata.")
        (tmp_path / "link").symlink_to(tmp_path / "out")
        (tmp_path / "link.txt").symlink_to(tmp_path / "out/a.txt")
        assert find_files([tmp_path / "link.txt"])[0] == [tmp_path / "link.txt"]
        assert find_files([tmp_path / "link"])[0] == [tmp_path / "link/a.txt"]

    def test_a_folder_beside_with_the_same_beginning_is_outside(self, tmp_path):
        write(tmp_path / "in/b.txt")
        write(tmp_path / "in-other/a.txt")
        (tmp_path / "in/a.txt").symlink_to(tmp_path / "in-other/a.txt")
        assert len(find_files([tmp_path / "in"])[1]) == 1

    def test_what_is_no_regular_file(self, tmp_path):
        write(tmp_path / "in/a.txt")
        os.mkfifo(tmp_path / "in/b.txt")
        (tmp_path / "in/c.txt").symlink_to("nowhere.txt")
        (tmp_path / "in/d.txt").symlink_to("d.txt")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(tmp_path / "in/e.txt"))
        found, rejected = find_files([tmp_path / "in", Path("/dev/zero")])
        assert [path.name for path in found] == ["a.txt"]
        sentences = [str(error).split(": ")[1] for error in rejected]
        assert sentences[0].startswith("it is a FIFO")
        assert sentences[1].startswith("there is no such file")
        assert sentences[2].startswith("it cannot be read (Too many levels of symbolic links)")
        assert sentences[3].startswith("it is a socket")
        assert sentences[4].startswith("it is a device")

    def test_names_that_are_not_utf8(self, tmp_path):
        good = write(tmp_path / "a.txt")
        write(tmp_path / os.fsdecode(b"\xff.txt"))
        write(tmp_path / os.fsdecode(b"\xfe") / "b.txt")
        found, rejected = find_files([tmp_path])
        assert found == [good]
        assert sorted(Path(error.path).name for error in rejected) == [r"\xff.txt", "b.txt"]
        assert all("its name is not UTF-8" in str(error) for error in rejected)

    def test_unreadable_folder(self, tmp_path):
        write(tmp_path / "in/a.txt")
        (tmp_path / "in").chmod(0)
        with without_privileges():
            found, rejected = find_files([tmp_path / "in"])
        (tmp_path / "in").chmod(0o755)
        assert found == []
        assert "it may not be read" in str(rejected[0])

    def test_deep_folders_are_walked_without_recursion(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        for _ in range(1200):
            Path("d").mkdir()
            os.chdir("d")
        Path("a.txt").write_text("Kata.")
        os.chdir(tmp_path)
        found, rejected = find_files([Path("d")])
        assert len(found) == 1
        assert rejected == []
        for _ in range(1200):
            os.chdir("d")
        for _ in range(1200):
            if Path("a.txt").exists():
                Path("a.txt").unlink()
            os.chdir("..")
            Path("d").rmdir()
