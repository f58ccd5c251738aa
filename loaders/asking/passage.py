"""A question while it is read: what is understood already is blanked out for those who look after it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from loaders.asking.notes import Note
from loaders.asking.understanding import Meaning, Span
from loaders.rulebook import Rule, rulebook

BLANK = ","


@dataclass(frozen=True, slots=True)
class Passage:
    """The normalised question, what of it is still ``open`` (blanks elsewhere), and the spans found so far."""

    chars: str
    open: str
    spans: tuple[Span, ...] = ()

    def taking(self, *spans: Span) -> "Passage":
        """The passage with these spans found."""
        chars = list(self.open)
        for span in spans:
            chars[span.start : span.end] = BLANK * (span.end - span.start)
        return replace(self, open="".join(chars), spans=(*self.spans, *spans))

    def span(
        self, start: int, end: int, meaning: Meaning, *values: str, note: Note | None = None, rule: str = ""
    ) -> Span:
        """A span of this passage."""
        return Span(start, end, self.chars[start:end], meaning, values, note, rule)

    def runs(self) -> Iterator[tuple[int, int]]:
        """The stretches of what is open, parted by punctuation and by what is understood."""
        for found in rulebook("ask").compile(r"[^\s,;:。!?“”‘’\"'、()〔〕\[\]【】…~]+").finditer(self.open):
            yield found.span()


def cues(passage: Passage, *, early: bool) -> Passage:
    """The passage with the words of ``rules/ask.toml`` found, those that no name holds (``early``) or all."""
    found, place = list[Span](), 0
    while place < len(passage.open):
        span = _cue(passage, place, early=early) if passage.open[place] != BLANK else None
        found += [span] if span else []
        place = span.end if span else place + 1
    return passage.taking(*found)


def _cue(passage: Passage, place: int, *, early: bool) -> Span | None:
    for rule in _rules(early=early):
        if (match := rule.pattern.match(passage.open, place)) and match.end() > place:
            value = rule.fields.get("value", "")
            values = (value,) if isinstance(value, str) else tuple(value)
            return passage.span(place, match.end(), Meaning(rule.fields["meaning"]), *values, rule=rule.name)
    return None


@cache
def _rules(*, early: bool) -> tuple[Rule, ...]:
    rules = (rule for rule in rulebook("ask").rules if rule.fields["meaning"] != Meaning.DATE)
    return tuple(rule for rule in rules if not early or rule.fields.get("early"))


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the particles (的, 在, 由) at its edges.

    >>> trimmed("由省水利厅的", 0, 6)
    (1, 5)
    """
    book = rulebook("ask")
    if found := book.compile("$foreword").match(text, start, end):
        start = found.end()
    if found := book.compile("$afterword").search(text, start, end):
        end = found.start()
    return start, max(start, end)
