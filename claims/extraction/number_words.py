"""Number words: what a run of them adds up to, such as "dua juta lima ratus ribu" or "a million and a half".

Each word has a role (see `[numbers]` of a lexicon) and a size. Halves are kept exactly, since everything is summed in quarters.
"""

import re
from collections.abc import Mapping

WORD = re.compile(r"(?:[ \t\u00a0\u202f]{1,2}|[ \t]?\r?\n[ \t]{0,8}|[-‐‑])?([^\W\d_]+)")
_ENDLESS = 10**30
_LONGEST = 24  # words


def sum_words(roles: Mapping[str, tuple[str, int]], low: str, at: int) -> "WordSum":
    """Read the number words that begin at `at`; `words` of the sum is 0 if there are none."""
    state, position = WordSum(roles, low, at), at
    for _ in range(_LONGEST):
        match = WORD.match(low, position)
        if not match or (position > at and match.start(1) == position) or not state.take(match):
            break
        position = state.position
    return state


class WordSum:
    """A number in words while it is read: `total` closed magnitudes, `closed` hundreds and tens, `unit` the word last seen.

    `lone` marks a word that is often no number ("one", "a pair"), `point` where decimals in words begin ("tiga koma lima"; 0: none).

    Amounts are held in quarters, so that halves stay whole.
    """

    def __init__(self, roles: Mapping[str, tuple[str, int]], low: str, start: int) -> None:
        self.roles, self.low = roles, low
        self.position = self.end = start
        self.total = self.closed = self.unit = 0
        self.scale = self.words = 0
        self.room, self.magnitude_room = _ENDLESS, _ENDLESS
        self.pending = self.vague = self.article = self.lone = self.pair = False
        self.point = 0

    def take(self, match: re.Match[str]) -> bool:
        """Add the next word; False where the number ended before it."""
        role, size = self.roles.get(match[1], ("", 0))
        if not role or not getattr(self, "_" + role)(size, match):
            return False
        self.position = max(self.position, match.end())
        if role not in ("articles", "several", "joiners", "of"):
            self.end = self.position
            self.words += 1
            self.article = False
        return True

    def _units(self, size: int, _match: re.Match[str]) -> bool:
        if self.pending:
            if not (self.unit >= 80 and self.unit % 40 == 0 and 0 < size < 10):
                return False
            self.unit += 4 * size
            return True
        if size >= self.room or self.article or self.vague:
            return False
        self.unit, self.pending = 4 * size, True
        return True

    def _lones(self, size: int, _match: re.Match[str]) -> bool:
        """Take a word that is a number now and then, and only first ("kosong", "sepasang")."""
        if self.words:
            return False
        self.unit, self.pending, self.lone = 4 * size, True, True
        return True

    def _pairs(self, size: int, _match: re.Match[str]) -> bool:
        """Take "a couple", with the "of" that may follow and the hundreds after it."""
        if self.words or not self.article:
            return False
        self.unit, self.pending, self.lone, self.pair = 4 * size, True, True, True
        return True

    def _several(self, _size: int, match: re.Match[str]) -> bool:
        """Take "several" and "few" before "hundred": no more is certain than one."""
        if self.words or self._role_after(match) not in ("multipliers", "dozens", "magnitudes"):
            return False
        self.article = self.vague = True
        return True

    def _points(self, _size: int, match: re.Match[str]) -> bool:
        """End the number before its decimals."""
        self.point = match.end() if self.words and not self.vague else 0
        return False

    def _role_after(self, match: re.Match[str]) -> str:
        following = WORD.match(self.low, match.end())
        return self.roles.get(following[1], ("", 0))[0] if following else ""

    def _teens(self, size: int, _match: re.Match[str]) -> bool:
        if not self.pending or not 4 < self.unit < 40:
            return False
        self.closed += 4 * size + self.unit
        self.unit, self.pending, self.room = 0, False, 1
        return True

    def _multipliers(self, size: int, _match: re.Match[str]) -> bool:
        count = self.unit if self.pending else 4 if self.article else 0
        if not count or count * size >= 4 * self.room:
            return False
        self.closed += count * size
        self.unit, self.pending, self.room = 0, False, size
        return True

    def _dozens(self, size: int, _match: re.Match[str]) -> bool:
        count = self.unit if self.pending else 4 if self.article or not self.words else 0
        if not count or self.closed or self.total:
            return False
        self.closed, self.unit, self.pending, self.room = count * size, 0, False, 1
        return True

    def _magnitudes(self, size: int, _match: re.Match[str]) -> bool:
        count = self.closed + self.unit or (4 if self.article else 0)
        if not count or 10**size >= self.magnitude_room:
            return False
        self.total += count * 10**size
        self.closed = self.unit = 0
        self.pending, self.room, self.magnitude_room, self.scale = False, 10**size, 10**size, size
        return True

    def _implied(self, size: int, _match: re.Match[str]) -> bool:
        if self.pending or size >= self.room or self.vague or (size >= 1000 and (self.closed or size >= self.magnitude_room)):
            return False
        if size < 1000:
            self.closed += 4 * size
            self.room = size
        else:
            self.total += 4 * size
            self.room = self.magnitude_room = size
            self.scale = len(str(size)) - 1
        return True

    def _vague(self, size: int, _match: re.Match[str]) -> bool:
        """Take "dozens" first, or "thousands" after "tens of"."""
        if self.pending or (self.words and not self.vague) or self.total:
            return False
        self.closed = (self.closed or 4) * size
        self.vague, self.room = True, 1
        return True

    def _halves(self, size: int, match: re.Match[str]) -> bool:
        """Add quarters: "dua setengah", "two and a half", "a million and a half"."""
        part = size * (10**self.scale if self.total and not self.closed + self.unit else 1)
        if not self.words or self.vague or self.unit % 4 or not (self.pending or self.total) or match.end() == match.start():
            return False
        if self.total and not self.closed + self.unit:
            self.total += part
            self.room = self.magnitude_room = 1
        else:
            self.unit += part
            self.room = 1
        return True

    def _articles(self, _size: int, match: re.Match[str]) -> bool:
        wanted = ("multipliers", "dozens", "magnitudes", "pairs", "several") if not self.words else ("halves",)
        self.article = self._role_after(match) in wanted
        return self.article

    def _joiners(self, _size: int, match: re.Match[str]) -> bool:
        """Take "and" before a smaller number, or before a half; never between two bounds ("one hundred and two hundred")."""
        if not self.words or self.vague:
            return False
        following = WORD.match(self.low, match.end())
        role, size = self.roles.get(following[1], ("", 0)) if following else ("", 0)
        if not following or role == "halves":
            return bool(following)
        if role == "articles":
            after = WORD.match(self.low, following.end())
            return bool(after) and self.roles.get(after[1] if after else "", ("", 0))[0] == "halves"
        if role != "units" or self.pending or size >= self.room or not (self.closed or self.total):
            return False
        rest = sum_words(self.roles, self.low, following.start(1))
        size = rest.quarters if self.total else rest.quarters // 10**rest.scale  # "one hundred and fifty thousand" is 150 thousands
        return size < 4 * min(self.room, self.magnitude_room)

    def _of(self, _size: int, match: re.Match[str]) -> bool:
        if self.pair:
            self.end = match.end()
            return True
        return self.vague and self._role_after(match) in ("vague", "magnitudes")

    @property
    def quarters(self) -> int:
        """The number read so far, in quarters."""
        return self.total + self.closed + self.unit
