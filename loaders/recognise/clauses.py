"""Responsibility clauses (责任条款): who answers for a measure in which role, in brackets, on lines, in sentences."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.model import Role
from loaders.recognise.agencies import CLOSING, OPENING, Name, split
from loaders.recognise.agency_names import is_certain, looks_like_agency, may_be_name, remembered
from loaders.recognise.bare_lists import bare_list, only_times
from loaders.recognise.clause_words import role_of_label, words
from loaders.recognise.short_divisions import counted
from loaders.rulebook import rulebook


@dataclass(frozen=True, slots=True)
class Share:
    """One role and the agencies that a clause names in it."""

    role: Role
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """One responsibility clause: its whole print (with brackets) from ``start`` to ``end``, and what it says."""

    start: int
    end: int
    rule: str
    shares: tuple[Share, ...]


_OPENED = re.compile(f"[{re.escape(OPENING)}]")
_BRACKET = re.compile(f"[{re.escape(OPENING + CLOSING)}]")
_NUMBERED = re.compile(r"[\d一二三四五六七八九十]*")  # (二), (12): what an item is called by
_NAMED = re.compile("(?:政府|党委|工委|管委会|[一-鿿]{2}[局委办厅])$")
_KINDS = re.compile("(?:街道|办事处|社区|居委会|管委会|开发区|园区|农场|林场|[市县区州镇乡、])+")  # 乡(街道办事处)
_GOING_ON = re.compile("[一-鿿、](?<![和及与并])")
_LABEL_NEAR = re.compile(":|[位门体室构]为|[位门体室构限间人][】\\]〕]")


def clauses(passage: str, start: int = 0, end: int | None = None) -> tuple[Clause, ...]:
    """Every responsibility clause of ``passage[start:end]``, in printed order, none inside another.

    >>> [(share.role.value, [name.text for name in share.names])
    ...  for clause in clauses("推进管网改造(省水利厅牵头,各市人民政府配合)。") for share in clause.shares]
    [('lead', ['省水利厅']), ('participant', ['各市人民政府'])]
    """
    found: list[Clause] = []
    for begin, stop in _paragraphs(passage, start, len(passage) if end is None else end):
        brackets = list(_bracketed(passage, begin, stop))
        found += brackets
        for free_start, free_end in _outside(brackets, begin, stop):
            labelled = list(_labelled(passage, free_start, free_end))
            found += labelled or _sentences(passage, free_start, free_end)
    return tuple(sorted(found, key=lambda clause: clause.start))


def _paragraphs(passage: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = passage.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop + 1


def _outside(brackets: list[Clause], start: int, end: int) -> Iterator[tuple[int, int]]:
    for clause in brackets:
        if clause.start > start:
            yield start, clause.start
        start = clause.end
    if start < end:
        yield start, end


# --- in brackets ---------------------------------------------------------------------------------------------


def _bracketed(passage: str, start: int, end: int) -> Iterator[Clause]:
    """Clauses in ( ), 〔 〕, [ ], 【 】, the innermost brackets that hold one; else to the line's end."""
    place = start
    while found := _OPENED.search(passage, place, end):
        close = _close(passage, found.start(), end)
        shares = () if _is_aside(passage, found.start(), close) else content(passage, found.end(), close)
        place = min(close + 1, end) if shares else found.end()
        if shares:
            yield Clause(found.start(), place, "clauses/bracket", shares)


def _is_aside(passage: str, opening: int, close: int) -> bool:
    """A number, or the other name of the body before it that is to act: 乡镇人民政府(街道办事处)落实…."""
    kinds = _KINDS.fullmatch(passage, opening + 1, close) and passage[opening - 1 : opening] in "市县区旗乡镇村"
    if kinds or _NUMBERED.fullmatch(passage, opening + 1, close):
        return True
    return bool(_NAMED.search(passage, max(0, opening - 4), opening) and _GOING_ON.match(passage, close + 1))


def _close(passage: str, opening: int, end: int) -> int:
    """Where the bracket closes, brackets of any kind inside it counted; the end where it never does."""
    depth = 0
    for found in _BRACKET.finditer(passage, opening, end):
        depth += 1 if found[0] in OPENING else -1
        if depth == 0:
            return found.start()
    return end


def content(passage: str, start: int, end: int) -> tuple[Share, ...]:
    """What a clause's content says: by labels, else by verbs, else as a bare list; () where it is no clause."""
    return (
        _by_labels(passage, start, end)
        or _by_verbs(passage, start, end)
        or _by_duties(passage, start, end)
        or _responsible(bare_list(passage, start, end))
    )


def _responsible(names: tuple[Name, ...]) -> tuple[Share, ...]:
    return tuple(_by_notes(names, Role.RESPONSIBLE))


def _by_notes(names: Sequence[Name], role: Role) -> Iterator[Share]:
    """The names in ``role``, but for those with a role of their own behind them: 省水利厅(牵头)."""
    noted = {name: _role_of_note(name.note, role) for name in names}
    for each in dict.fromkeys(noted.values()):
        yield Share(each, tuple(name for name, its in noted.items() if its is each))


def column_clause(passage: str, start: int, end: int, label: str) -> Clause:
    """The clause that a table's cell makes under the heading ``label``."""
    return Clause(start, end, "clauses/column", tuple(_share(passage, start, end, role_of_label(label))))


# --- labels --------------------------------------------------------------------------------------------------


def _by_labels(passage: str, start: int, end: int) -> tuple[Share, ...]:
    labels = _labels(passage, start, end)
    if all("成员" in label[0] for label in labels):  # who belongs to a group has no duty by that
        return ()
    shares = list(_by_verbs(passage, start, labels[0].start()))
    stops = [label.start() for label in labels[1:]] + [end]
    for label, stop in zip(labels, stops, strict=True):
        if _other(label) is None:
            shares += _share(passage, label.end(), stop, role_of_label(label[0]))
    return tuple(shares)


def _labels(passage: str, start: int, end: int) -> list[re.Match[str]]:
    if not _LABEL_NEAR.search(passage, start, end):  # most text has none: look no closer
        return []
    return list(words().label.finditer(passage, start, end))


def _other(label: re.Match[str]) -> str | None:
    """A label whose content is no agency: 完成时限:, 【完成时限】."""
    return label["other"] or label["other_boxed"]


def _share(passage: str, start: int, end: int, role: Role) -> Iterator[Share]:
    """The shares of one label's list; verbs inside it (甲牵头,乙配合) go before the label's own role."""
    if by_verbs := _by_verbs(passage, start, end):
        yield from by_verbs
        return
    names = [_parted(name) for name in split(passage, start, end)]
    yield from _by_notes([name for name in names if _is_name(name.text)], role)


def _parted(name: Name) -> Name:
    """乙局配合, the last of a list, as 乙局 with that role noted."""
    found = _ROLE_BEHIND.fullmatch(name.text)
    if name.note or not found or not _is_name(found["name"]):
        return name
    return Name(found["name"], name.start, name.end - len(found["role"]), found["role"], name.owner)


_ROLE_BEHIND = re.compile("(?P<name>.{2,}?)(?P<role>配合|参与|协助|牵头)")


@remembered
def _is_name(text: str) -> bool:
    named = len(text) >= 2 and ":" not in text and not text.isascii()
    return named and not words().time.search(text) and may_be_name(text)


def _role_of_note(note: str, role: Role) -> Role:
    return next((each for each, words in words().roles if words.search(note)), role) if note else role


def _labelled(passage: str, start: int, end: int) -> Iterator[Clause]:
    """Labels in running text or on a line of their own: each run of labelled lists up to the end of its sentence."""
    aims = rulebook("clauses").words["aim_label"]
    labels = [label for label in _labels(passage, start, end) if label["bare"] is None and _other(label) not in aims]
    while labels:
        first = labels[0]
        stop = _sentence_end(passage, first.end(), end)
        shares = _by_labels(passage, first.start(), stop)
        if shares or _other(first) is not None:
            yield Clause(first.start(), min(stop + 1, end), "clauses/label", shares)
        labels = [label for label in labels if label.start() >= stop]


def _sentence_end(passage: str, start: int, end: int) -> int:
    stop = passage.find("。", start, end)
    return end if stop < 0 else stop


# --- verbs ---------------------------------------------------------------------------------------------------


def _by_verbs(passage: str, start: int, end: int) -> tuple[Share, ...]:
    """甲牵头,乙、丙配合: the list before each verb; () unless all of the stretch is lists, verbs and times."""
    shares: list[Share] = []
    begin = start
    for verb in words().verb.finditer(passage, start, end):
        if not (lists := _lists(passage, begin, verb.start(), _role_of_verb(verb))):
            return ()
        shares += lists
        begin = verb.end()
        while begin < end and passage[begin] in ",;。、 ":
            begin += 1
    if not any(share.names for share in shares) or not only_times(passage[begin:end]):
        return ()
    return tuple(shares)


_DUTY = re.compile("(?P<names>[^,;。:]{3,200}?)(?P<verb>牵头负责|牵头|负责|配合|参与|协助|指导|督导)[^,;。:]{0,24}")


def _by_duties(passage: str, start: int, end: int) -> tuple[Share, ...]:
    """甲负责管网改造;乙、丙负责资金: who answers for which part, where every part names an agency beyond doubt."""
    shares: list[Share] = []
    for piece in re.finditer("[^,;。]+", passage[start:end]) if ";" in passage[start:end] else ():
        found = _DUTY.fullmatch(passage, start + piece.start(), start + piece.end())
        names = split(passage, *found.span("names")) if found else ()
        if not found or not names or not all(is_certain(name.text) for name in names):
            return ()
        shares.append(Share(next(role for role, words in words().verb_roles if words.fullmatch(found["verb"])), names))
    return tuple(shares)


def _role_of_verb(verb: re.Match[str]) -> Role:
    if verb["as"]:
        return role_of_label(verb["as"])
    return next(role for role, words in words().verb_roles if words.fullmatch(verb["verb"]))


def _lists(passage: str, start: int, end: int, role: Role) -> tuple[Share, ...]:
    """The agencies before a verb; those behind a 会同 take part; () unless all of them are built as agencies are."""
    joint = next((each for each in words().joined.finditer(passage, start, end) if _joins(passage, start, each)), None)
    stop = joint.start() if joint else end
    shares = [(role, split(passage, start, stop))]
    if joint:
        shares.append((Role.PARTICIPANT, split(passage, joint.end(), end)))
    names = [name for _, names in shares for name in names]
    likely = [looks_like_agency(name.text) or bool(words().time.search(name.text)) for name in names]
    sure = bool(names) and (all(likely) or bool(counted(passage[start:stop])) or _mostly(names, likely))
    return tuple(Share(each, tuple(name for name in named if _is_name(name.text))) for each, named in shares if sure)


_FEW = 3  # agencies beyond doubt for one name of another kind among them
_ODD = re.compile("[一-鿿()]{2,12}")


def _mostly(names: Sequence[Name], likely: Sequence[bool]) -> bool:
    """Whether a list is one of agencies but for a name that is built in no known way: …、财政部、老龄工委 牵头."""
    odd = [name.text for name, sure in zip(names, likely, strict=True) if not sure]
    certain = sum(is_certain(name.text) for name in names)
    return certain >= _FEW * len(odd) and all(_ODD.fullmatch(text) and may_be_name(text) for text in odd)


def _joins(passage: str, start: int, joint: re.Match[str]) -> bool:
    """Whether 会同 stands behind an agency, not inside a name."""
    last = re.split("[、,;由]", passage[start : joint.start()])[-1].removesuffix("等")
    return len(last) > 1 and looks_like_agency(last)


def _sentences(passage: str, start: int, end: int) -> Iterator[Clause]:
    """Sentences that are a clause (省水利厅负责。) or end in one (…,由省水利厅牵头,省财政厅配合。)."""
    while start < end:
        stop = _sentence_end(passage, start, end)
        if words().hint.search(passage, max(start, stop - 12), stop) and (clause := _sentence(passage, start, stop)):
            yield Clause(clause.start, min(stop + 1, end), clause.rule, clause.shares)
        start = stop + 1


_TOLD = re.compile("(?<![主重需])要(?!求)|应当|应(?!急)|必须|须(?!知)|不得")


def _sentence(passage: str, start: int, stop: int) -> Clause | None:
    """The clause that a sentence is or ends in; what someone must do (市财政局要负责…) is no clause."""
    if _TOLD.search(passage, start, stop):
        return None
    for by in words().by.finditer(passage, start, stop):
        if shares := _by_verbs(passage, by.end(), stop):
            return Clause(by.start(), stop, "clauses/by", shares)
    if shares := _by_verbs(passage, start, stop):
        return Clause(start, stop, "clauses/sentence", shares)
    return None
