"""The source's text as the steps after see it: one form of every character, each with its place in the source.

What is folded stays one character; what is dropped leaves its neighbours' places alone. Roman numerals, circled digits
and units in one character (㎡) stay as they are.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from unicodedata import category
from unicodedata import normalize as normal_form

from loaders.characters import traditional
from loaders.layout import INVISIBLE, Gap, gaps
from loaders.rulebook import rulebook
from loaders.text import Text

_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_SPACES = "\ue5e5\u2800\u3164"  # not white space to Unicode, but in use as such: an old GBK space, Braille, Hangul
_COMPATIBLE = ((0x2E80, 0x2FE0), (0xF900, 0xFB00), (0xFE10, 0xFE70), (0xFF01, 0xFFF0), (0x2F800, 0x2FA20))
_PAGE_MARK = re.compile(r"[ \n]*\n *[-—]{1,2} *\d{1,3} *[-—]{1,2}[ \n]*(?=\n|\Z)")
_HAN_ZEROS = re.compile("(?<=[一二三四五六七八九])[○〇Oo0]+(?=[一二三四五六七八九年])")
_ANGLED = re.compile(r"(?<=《)([^《》\n]*)<([^<>《》\n]*)>(?=[^《》\n]*》)")
_QUOTED = re.compile(r'"([^"\n]{1,200})"')
_NOTE = re.compile(
    r"\(((?:(?:[zcs]h|[bpmfdtnlgkhjqxrwyzcs])?[aeiouà-ɏ\u0300-\u036f]{1,6}(?:ng?|r)?[' ]?){1,4})\)", re.IGNORECASE
)
_NOTED = 4  # as many characters as a note has syllables at most
_TRADITIONAL_SHARE = 20  # one character of twenty; in traditional text it is one of three
_SAMPLE = 50_000
_STRAY_MARKS = re.compile(r"^[?\ufffd]+\n?|[?\ufffd]+$", re.MULTILINE)
_SENTENCE_START = re.compile(r"[。;!?\n]")


def normalise(source: str) -> Text:
    r"""``source`` in half-width forms and simplified characters, without white space, notes of reading and stray marks.

    Paragraphs end with ``\n``; ``origin`` gives every character's place in ``source``.

    >>> normalise("到２０２０年，黨委　(wěi) 負責。\r\n\r\n").chars
    '到2020年,党委负责。'
    """
    chars = _folded(source)
    text = Text(chars, tuple(range(len(chars))), source)
    text = _replaced(text, gaps(chars))
    return _without_stray_marks(_simplified(_without_notes(text)))


def _replaced(text: Text, changes: Iterable[Gap]) -> Text:
    """``text`` with the stretches of ``changes`` dropped or, where they have a mark, replaced by it."""
    chars: list[str] = []
    origin: list[int] = []
    position = 0
    for change in changes:
        chars += (text.chars[position : change.start], change.mark)
        origin += text.origin[position : change.start]
        if change.mark:
            origin.append(text.origin[max(text.chars.find(change.mark, change.start, change.end), change.start)])
        position = change.end
    if not position:
        return text
    return Text("".join((*chars, text.chars[position:])), (*origin, *text.origin[position:]), text.source)


@cache
def _folds() -> Mapping[str, str]:
    """The character that stands for each other one: by Unicode's compatibility, by our list, by being white space."""
    listed = {pair[0]: pair[1] for pair in rulebook("normalise").words["fold"]}
    forms = {chr(code): normal_form("NFKC", chr(code)) for block in _COMPATIBLE for code in range(*block)}
    folds = {char: listed.get(form, form) for char, form in forms.items() if len(form) == 1}
    folds |= listed | {chr(code): INVISIBLE for code in chain(range(0x10000), range(0xE0100, 0xE01F0)) if _unseen(code)}
    folds |= {chr(code): " " for code in range(0x3001) if chr(code).isspace()} | dict.fromkeys(_SPACES, " ")
    folds |= dict.fromkeys(_LINE_ENDS, "\n")
    return {char: form for char, form in folds.items() if char != form}


def _unseen(code: int) -> bool:
    return category(chr(code)) in ("Cc", "Cf") or 0xFE00 <= code <= 0xFE0F or code >= 0xE0100 or code == 0xFFFC


def _folded(source: str) -> str:
    """``source`` with every character replaced by the one that stands for it; as long as ``source``."""
    chars = source.replace("\r\n", f"{INVISIBLE}\n")
    for char in _folds().keys() & set(chars):
        chars = chars.replace(char, _folds()[char])
    chars = _PAGE_MARK.sub(lambda found: INVISIBLE * len(found[0]), chars)
    chars = _HAN_ZEROS.sub(lambda found: "〇" * len(found[0]), chars)
    chars = _ANGLED.sub(r"\1〈\2〉", chars) if "<" in chars else chars
    return _QUOTED.sub(r"“\1”", chars) if '"' in chars else chars


def _without_notes(text: Text) -> Text:
    """``text`` without notes of a character's reading: 环(huán)境."""
    chars = text.chars
    notes = (
        note
        for note in _NOTE.finditer(chars)
        if _is_reading(note[1], chars[max(0, note.start() - _NOTED) : note.start()])
    )
    return _replaced(text, (Gap(note.start(), note.end(), "") for note in notes))


def _is_reading(note: str, before: str) -> bool:
    """Whether ``note`` tells how the last character or characters of ``before`` are read, with or without tones.

    >>> _is_reading("huán", "环"), _is_reading("hu yi", "市鄠邑"), _is_reading("a", "省")
    (True, True, False)
    """
    syllables = re.sub("[' ]", "", normal_form("NFC", note.lower()))
    endings = {syllables}
    for char in reversed(before):
        endings = {rest.removesuffix(sound) for rest in endings for sound in _sounds(char) if rest.endswith(sound)}
        if "" in endings:
            return True
    return False


@cache
def _sounds(char: str) -> frozenset[str]:
    from pypinyin import Style, pinyin  # noqa: PLC0415 (its tables are slow to load, and few texts need them)

    styles = (Style.TONE, Style.NORMAL)
    return frozenset(sound for style in styles for sound in pinyin(char, style=style, heteronym=True)[0])


def _simplified(text: Text) -> Text:
    """``text`` in simplified characters, where it is written in traditional ones."""
    sample = text.chars[:_SAMPLE]
    suspects = traditional().intersection(sample)
    if sum(sample.count(char) for char in suspects) * _TRADITIONAL_SHARE < len(sample):
        return text
    from opencc import OpenCC  # noqa: PLC0415 (its tables are slow to load, and few texts need them)

    converter = OpenCC("tw2s")
    chars = converter.convert(text.chars)
    if len(chars) != len(text.chars):
        chars = "".join(form if len(form := converter.convert(char)) == 1 else char for char in text.chars)
    return Text(chars, text.origin, text.source)


def _without_stray_marks(text: Text) -> Text:
    """``text`` without question marks that a faulty conversion left where a paragraph begins or ends."""
    if "?" not in text.chars and "\ufffd" not in text.chars:
        return text
    return _replaced(text, (Gap(mark.start(), mark.end(), "") for mark in _stray_marks(text.chars)))


def _stray_marks(chars: str) -> Iterator[re.Match[str]]:
    question = rulebook("normalise").compile("$question")
    for mark in _STRAY_MARKS.finditer(chars):
        begins = mark.start() == 0 or chars[mark.start() - 1] == "\n"
        sentence = _SENTENCE_START.split(chars[max(0, mark.start() - 80) : mark.start()])[-1]
        if begins or not question.search(sentence):
            yield mark
