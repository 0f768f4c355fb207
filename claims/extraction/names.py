"""Where a person's name begins behind an office, by the words that names, places and bodies are made of."""

from functools import cache

from claims.extraction.lexicon import Lexicon, lexicon

FULL_NAME = 2  # words of a name that is left after the place or body of an office


class NameBeginnings:
    """Tells where names begin in one language. All positions are indices of words."""

    def __init__(self, lexicon: Lexicon) -> None:
        people = lexicon["people"]
        given = frozenset(people["given_names"])
        self.place_openings = frozenset(people["place_openings"])
        self.place_words = frozenset(word for place in people["places"] for word in place.split())
        # words that are nobody's own: they end what stands between an office and its holder
        self.no_names = self.place_words.union(people["body_name_words"])
        self.given_names, self.strong_names = given, given - frozenset(people["shared_names"])
        self.family_names = frozenset(people["family_names"]) - self.no_names
        self.person_names = given | self.family_names
        self.unshared = self.person_names - frozenset(people["shared_names"])

    def is_no_name(self, word: str) -> bool:
        """Tell whether a word stands in the names of places and bodies and in nobody's."""
        return word.lower() in self.no_names and word.lower() not in self.person_names

    def ends_in_place(self, title: str) -> bool:
        """Tell whether an office names the place where it is held: "Bupati Tangerang", no further place of which stands before a name."""
        return title.rpartition(" ")[2].lower() in self.place_words and " " in title

    def named_again(self, words: list[str], alone: set[str], called: set[tuple[str, ...]], *, crowded: bool) -> int | None:
        """Return where the name begins of which the text calls somebody by a part, words of names before that part included."""
        found = next((n for n in range(1, len(words) - (not crowded)) if words[n] in alone), None)
        if found is None:
            pairs = (n for n in range(1, len(words) - 1) if tuple(words[n : n + FULL_NAME]) in called)
            found = next(pairs, None)
        elif found == len(words) - 1 and len(words) > FULL_NAME and self._is_second(words):
            found -= 1  # named again by the last word of two
        while found and (word := words[found - 1].lower().rstrip(".")) in self.person_names and word not in self.no_names:
            found -= 1
        return found

    def behind_body(self, words: list[str], alone: set[str]) -> int | None:
        """Return where the name begins behind a body's, by whose first name the text calls somebody: "Bank Permata Josua Pardede"."""
        if not self.is_no_name(words[0]):
            return None
        return next((n for n in range(FULL_NAME, len(words)) if words[n] in alone and words[n].lower() in self.strong_names), None)

    def _is_second(self, words: list[str]) -> bool:
        """Tell whether the last word follows another of the same person: not one that only stands alone behind a body's name."""
        return words[-1].lower() not in self.strong_names or words[-2].lower() in self.strong_names | self.person_names - self.no_names

    def behind_places(self, words: list[str]) -> int:
        """Return how many words of places and bodies, nobody's names, stand before a name: "Tata Ruang Sumbar Suprapto"."""
        low = [word.lower() for word in words[:-1]]
        nobodys = [word in self.no_names and word not in self.person_names for word in low]
        nobodys[-1] = nobodys[-1] and low[-1] in self.place_words  # "Wahidin Halim": a hospital is called so, too
        last = max((n for n, found in enumerate(nobodys) if found), default=-1)
        begins = next((n for n, word in enumerate(low) if word in self.person_names), len(low))
        return last + 1 if last < begins else begins

    def likely(self, words: list[str], *, after_body: bool) -> int:
        """Return where a person's name begins among the words behind an office that may be a place's or body's, by their words."""
        low = [word.lower().strip(".") for word in words]
        if low[0] in self.strong_names and not after_body:
            return 0
        place = FULL_NAME if low[0] in self.place_openings else 0  # "Tanjung Laras", "Tanah Abang"
        nobodys = (n + 1 for n in range(len(words) - 1) if low[n] in self.no_names and low[n] not in self.strong_names)
        cut = max((place, *nobodys))
        begins = range(cut if cut or not after_body else 1, len(words) - 1)
        given = next((n for n in begins if low[n] in self.strong_names), None)
        alone = low[-1] in self.strong_names and low[-1] not in self.family_names and low[-2] not in self.strong_names
        if given is None and len(words) > FULL_NAME and low[-FULL_NAME] in self.given_names:
            given = len(words) - FULL_NAME
        if given is None and alone and not cut:
            return len(words) - 1
        if given is None and cut and len(words) - cut <= FULL_NAME + 1:
            return cut
        if given is None:
            return max(cut, len(words) - FULL_NAME - words[-2].rstrip(".").islower())
        while given > cut and low[given - 1] in self.unshared and not (after_body and given == 1):
            given -= 1
        return given


@cache
def name_beginnings(language: str) -> NameBeginnings:
    """Return what tells where names begin in one language, made once."""
    return NameBeginnings(lexicon(language))
