"""The source's text as the steps after see it: one form of every character, each with its place in the source.

What is folded stays one character; what is dropped leaves its neighbours' places alone. Roman numerals, circled digits
and units in one character (㎡) stay as they are.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from unicodedata import category
from unicodedata import normalize as normal_form

from loaders.characters import is_traditional
from loaders.layout import INVISIBLE, Gap, gaps
from loaders.rulebook import rulebook
from loaders.text import Text

_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_SPACES = "\ue5e5\u2800\u3164"  # not white space to Unicode, but in use as such: an old GBK space, Braille, Hangul
_COMPATIBLE = ((0x2E80, 0x2FE0), (0xF900, 0xFB00), (0xFE10, 0xFE70), (0xFF01, 0xFFF0), (0x2F800, 0x2FA20))
_FOLDABLE = re.compile("[^ -~\n、。一-鿿]")
_PAGE_NUMBER = re.compile(r"\n *(?:[-—]{1,2}|第) *\d")  # quickly found, where there is one at all
_PAGE_MARK = re.compile(
    r"[ \n]*\n *(?:[-—]{1,2} *\d{1,3} *[-—]{1,2}|第 *\d{1,3} *页 *[,/]? *共 *\d{1,3} *页)[ \n]*(?=\n|\Z)"
)
_DASHES = re.compile(r"一(?<=[日月年号]一)(?=\d)")  # 5月30日一6月4日
_HAN_ZEROS = re.compile("[○〇Oo0](?<=[一二三四五六七八九].)[○〇Oo0]*(?=[一二三四五六七八九年])")
_ANGLED = re.compile(r"(?<=《)([^《》\n]*)<([^<>《》\n]*)>(?=[^《》\n]*》)")
_MARKUP = re.compile(
    r"</?(?:(?P<ends>p|br|div|tr|li|h[1-6]|table|tbody|ul|ol|section|center)|strong|b|span|font|a|em|i|u|img|o:p|td)"
    r"(?=[ />])[^<>\n]{0,300}>|&(?:nbsp|ensp|emsp|ldquo|rdquo|mdash|middot|lt|gt|amp);"
)
_ENTITIES = {"&ldquo;": "“", "&rdquo;": "”", "&mdash;": "—", "&middot;": "·", "&lt;": "〈", "&gt;": "〉", "&amp;": "&"}
_FULL_STOP = re.compile(r"\.(?<=[一-鿿)”%].)(?<![一二三四五六七八九十百].)(?=[一-鿿(“《\n]|\Z)")
_QUOTED = re.compile(r'"([^"\n]{1,200})"')
_SYLLABLE = (
    r"(?:[ZCSzcs][Hh]|[B-DF-HJ-NP-TW-Zb-df-hj-np-tw-z])?[AEIOUaeiouÀ-ɏ\u0300-\u036f]{1,6}(?:[Nn][Gg]?|[Rr])?[' ]?"
)
_NOTE = re.compile(rf"\(((?:{_SYLLABLE}){{1,4}})\)")
_BETWEEN_SYLLABLES = re.compile("[' ]")
_TONES = re.compile("[\u0300\u0301\u0304\u030c]")
_NOTED = 4  # as many characters as a note has syllables at most
_SAMPLE = 50_000
_STRAY_MARKS = re.compile(r"^[?\ufffd]+\n?|[?\ufffd]+$", re.MULTILINE)
_SENTENCE_START = re.compile(r"[。;!?\n]")


def normalise(source: str, *, wrapped: bool = True) -> Text:
    r"""``source`` in half-width forms and simplified characters, without white space, notes of reading and stray marks.

    Paragraphs end with ``\n``; ``origin`` gives every character's place in ``source``. Lines that a page's edge broke
    are joined, unless it is known that none is ``wrapped``.

    >>> normalise("到２０２０年，黨委　(wěi) 負責。\r\n\r\n").chars
    '到2020年,党委负责。'
    """
    chars = _folded(source)
    text = Text(chars, tuple(range(len(chars))), source)
    text = _replaced(text, gaps(chars, wrapped=wrapped))
    return _without_stray_marks(_simplified(_without_notes(text)))


def _replaced(text: Text, changes: Iterable[Gap]) -> Text:
    """``text`` with the stretches of ``changes`` dropped or, where they have a mark, replaced by it."""
    chars: list[str] = []
    origin: list[int] = []
    position = 0
    for change in changes:
        if text.chars[change.start : change.end] == change.mark:
            continue
        chars += (text.chars[position : change.start], change.mark)
        origin += text.origin[position : change.start]
        if change.mark:
            origin.append(text.origin[max(text.chars.find(change.mark, change.start, change.end), change.start)])
        position = change.end
    if not position:
        return text
    return Text("".join((*chars, text.chars[position:])), (*origin, *text.origin[position:]), text.source)


@cache
def _fold(char: str) -> str:
    """The character that stands for ``char``: for white space, for what is unseen, by our list, by compatibility."""
    if char in _LINE_ENDS:
        return "\n"
    if char in _SPACES or char.isspace():
        return " "
    if _unseen(char):
        return INVISIBLE
    form = normal_form("NFKC", char) if any(first <= ord(char) < last for first, last in _COMPATIBLE) else char
    return _listed().get(char) or _listed().get(form, form if len(form) == 1 else char)


def _unseen(char: str) -> bool:
    return (
        category(char) in ("Cc", "Cf")
        or "\ufe00" <= char <= "\ufe0f"
        or "\U000e0100" <= char <= "\U000e01ef"
        or char == "\ufffc"
    )


@cache
def _listed() -> Mapping[str, str]:
    return {pair[0]: pair[1] for pair in rulebook("normalise").words["fold"]}


def _folded(source: str) -> str:
    """``source`` with every character replaced by the one that stands for it; as long as ``source``."""
    chars = _mended(_without_markup(source)).replace("\r\n", f"{INVISIBLE}\n")
    for char in set(_FOLDABLE.findall(chars)):
        if (form := _fold(char)) != char:
            chars = chars.replace(char, form)
    if _PAGE_NUMBER.search(chars):
        chars = _PAGE_MARK.sub(lambda found: INVISIBLE * len(found[0]), chars)
    chars = _HAN_ZEROS.sub(lambda found: "〇" * len(found[0]), chars)
    chars = _DASHES.sub("—", chars)
    chars = _FULL_STOP.sub("。", chars) if "." in chars else chars
    chars = _ANGLED.sub(r"\1〈\2〉", chars) if "<" in chars else chars
    return _QUOTED.sub(r"“\1”", chars) if '"' in chars else chars


def _without_markup(source: str) -> str:
    """``source``, its length kept, without the tags and entities that a text copied out of a page still has."""
    if "</" not in source and "&" not in source:
        return source
    return _MARKUP.sub(_unmarked, source)


def _mended(source: str) -> str:
    """``source``, its length kept, with what a faulty conversion always makes of some words put right."""
    for pair in rulebook("normalise").words["garbled"] if "?。" in source else ():
        garbled, words = pair.split()
        source = source.replace(garbled, words.ljust(len(garbled), INVISIBLE))
    return source


def _unmarked(found: re.Match[str]) -> str:
    shown = "\n" if found["ends"] else _ENTITIES.get(found[0], INVISIBLE)
    return shown + INVISIBLE * (len(found[0]) - 1)


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
    syllables = _BETWEEN_SYLLABLES.sub("", normal_form("NFC", note.lower()))
    endings = {syllables}
    for char in reversed(before):
        endings = {rest.removesuffix(sound) for rest in endings for sound in _sounds(char) if rest.endswith(sound)}
        if "" in endings:
            return True
    return False


@cache
def _sounds(char: str) -> frozenset[str]:
    """The readings (拼音) of a character, with and without tones."""
    toned = _readings().get(str(ord(char)), "").split(",")
    plain = (normal_form("NFC", _TONES.sub("", normal_form("NFD", sound))) for sound in toned)
    return frozenset(sound for sound in (*toned, *plain) if sound)


@cache
def _readings() -> Mapping[str, str]:
    """The table of characters of pypinyin; importing the package would load that of phrases too, for 0.25 s."""
    package = find_spec("pypinyin")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("pypinyin")
    readings: Mapping[str, str] = json.loads(Path(package.origin).with_name("pinyin_dict.json").read_bytes())
    return readings


def _simplified(text: Text) -> Text:
    """``text`` in simplified characters, where it is written in traditional ones."""
    if not is_traditional(text.chars[:_SAMPLE]):
        return text
    convert = _converter()
    chars = convert(text.chars)
    if len(chars) != len(text.chars):
        chars = "".join(form if len(form := convert(char)) == 1 else char for char in text.chars)
    return Text(chars, text.origin, text.source)


@cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC  # noqa: PLC0415 (its tables are slow to load, and few texts need them)

    return OpenCC("tw2s").convert


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
