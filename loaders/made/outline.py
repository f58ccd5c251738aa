"""The structure of a made plan: its parts, numbered in one of the usual schemes, down to measures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random

from graph.model import Basis, Role
from loaders.made import measures, sentences
from loaders.made.expected import STARTS, Answering, ExpectedMeasure, Facts
from loaders.made.measures import Written
from loaders.made.numbering import Enumerator, enumerator, runs_on
from loaders.made.phrases import ClausePattern, styles
from loaders.made.sentences import Sentence
from loaders.made.setting import Setting

HEADINGS = ("run-in", "line", "none")
"""How items are headed: 加强领导。… in the same line, on a line of its own, not at all."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How one plan is put: its numbering, its headings, its clauses, what it says once for all."""

    scheme: tuple[str, ...]
    dot: str
    heading: str
    clauses: tuple[ClausePattern, ...]
    first_leads: str | None
    all_answer: str | None


@dataclass(slots=True)
class Outline:
    """The paragraphs of a plan's body in normalised form, and what they say."""

    paragraphs: list[str] = field(default_factory=list)
    measures: list[ExpectedMeasure] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)


def body(rng: Random, setting: Setting, manner: Manner, size: int) -> Outline:
    """The body of a plan with about ``size`` measures in its main parts."""
    return _Builder(rng, setting, manner).built(size)


@dataclass(slots=True)
class _Builder:
    rng: Random
    setting: Setting
    manner: Manner
    outline: Outline = field(default_factory=Outline)
    running: dict[str, Iterator[int]] = field(default_factory=dict)
    standing: tuple[Answering, ...] = ()
    leads: bool = False

    def built(self, size: int) -> Outline:
        tops = count(1)
        if self.rng.random() < 0.7:
            self._objectives(self._number(0, tops, ""))
        if len(self.manner.scheme) == 2:
            for heading in self._sections(size):
                self._section(heading, self._number(0, tops, ""), (), size)
        else:
            self._main_part(self._number(0, tops, ""), size)
        self._guarantees(self._number(0, tops, ""))
        return self.outline

    # --- parts ---------------------------------------------------------------------------------------------

    def _objectives(self, number: Enumerator) -> None:
        words = styles().words
        made = [sentences.aimed_by(self.rng, self.setting) for _ in range(self.rng.randint(1, 2))]
        aimed = made[:1] + [sentence for sentence in made[1:] if not any(one.own_year for one in made)]
        thought = Sentence(self.rng.choice(words["objectives.thoughts"]))
        self._heading(number, self.rng.choice(words["objectives.headings"]))
        self._paragraph("。".join(sentence.words for sentence in (thought, *aimed)) + "。")
        self.outline.facts = sentences.joined(aimed)

    def _main_part(self, number: Enumerator, size: int) -> None:
        self._heading(number, self.rng.choice(["重点任务", "主要任务", "主要措施"]))
        self._stand()
        inner = count(1)
        for heading in self._sections(size):
            self._section(heading, self._number(1, inner, number.step), (number.step,), size)
        self.standing = ()

    def _section(self, heading: str, number: Enumerator, above: tuple[str, ...], size: int) -> None:
        self._heading(number, heading)
        if not above:
            self._stand()
        level, own = len(above) + 1, count(1)
        headings = iter(self.rng.sample(self.setting.topic.headings, len(self.setting.topic.headings)))
        for _ in range(max(2, size // 3 + self.rng.randint(-1, 1))):
            step = self._number(level, own, number.step)
            if level + 1 < len(self.manner.scheme):
                self._group(next(headings), step, (*above, number.step))
            else:
                self._measure(next(headings), step, (*above, number.step), self._written())
        if not above:
            self.standing = ()

    def _group(self, heading: str, number: Enumerator, above: tuple[str, ...]) -> None:
        """A heading of its own with measures of the lowest level under it, which have none."""
        self._paragraph(f"{number.printed}{heading}。")
        own, path = count(1), (*above, number.step)
        for _ in range(self.rng.randint(2, 3)):
            step = self._number(len(path), own, number.step)
            self._measure("", step, path, self._written(headed=False))

    def _guarantees(self, number: Enumerator) -> None:
        """The part that says how all is to be carried out, whose sentences name their actors."""
        self._heading(number, self.rng.choice(["保障措施", "工作要求", "组织实施"]))
        own = count(1)
        for heading in self.rng.sample(styles().words["acting.headings"], self.rng.randint(2, 3)):
            step = self._number(1, own, number.step)
            self._measure(heading, step, (number.step,), measures.acting(self.rng, self.setting))

    # --- items ---------------------------------------------------------------------------------------------

    def _written(self, *, headed: bool = True) -> Written:
        single = not headed or self.manner.heading == "none"
        return measures.written(self.rng, self.setting, self.rng.choice(self.manner.clauses), single=single)

    def _measure(self, heading: str, number: Enumerator, above: tuple[str, ...], said: Written) -> None:
        manner = self.manner.heading if heading else "none"
        text = said.text
        if manner == "line":
            self._paragraph(f"{number.printed}{heading}")
            self._paragraph(text)
        else:
            self._paragraph(f"{number.printed}{heading + '。' if manner == 'run-in' else ''}{text}")
        self.outline.paragraphs += said.lines
        path = "/".join((*above, number.step))
        named = {(each.role, each.agency) for each in said.assignments}
        standing = tuple(each for each in self.standing if (each.role, each.agency) not in named)
        answering = self._led(said.assignments) + standing
        self.outline.measures.append(ExpectedMeasure(path, said.own[:STARTS], said.modality, answering, said.facts))

    def _led(self, assignments: tuple[Answering, ...]) -> tuple[Answering, ...]:
        """The assignments with the first listed leading, where the plan says so."""
        if not self.leads or not assignments or assignments[0].basis is not Basis.EXPLICIT:
            return assignments
        if any(each.role is Role.LEAD for each in assignments):
            return assignments
        first = next(place for place, each in enumerate(assignments) if each.role is Role.RESPONSIBLE)
        led = replace(assignments[first], role=Role.LEAD, basis=Basis.DOCUMENT_RULE)
        return (*assignments[:first], led, *assignments[first + 1 :])

    def _stand(self) -> None:
        """What the plan says once, under the heading of its tasks or of its first section."""
        if self.manner.first_leads and not self.leads:
            self._paragraph(self.manner.first_leads)
            self.leads = True
        elif self.manner.all_answer and not self.outline.measures:
            printed, full = self.setting.all_parts
            self._paragraph(self.manner.all_answer.format(group=printed))
            self.standing = (Answering(Role.RESPONSIBLE, printed, full, Basis.DOCUMENT_DEFAULT),)

    def _heading(self, number: Enumerator, heading: str) -> None:
        self._paragraph(f"{number.printed}{heading}")

    def _paragraph(self, words: str) -> None:
        self.outline.paragraphs.append(words)

    def _number(self, level: int, own: Iterator[int], above: str) -> Enumerator:
        style = self.manner.scheme[level]
        numbers = self.running.setdefault(style, count(1)) if runs_on(style) else own
        return enumerator(style, next(numbers), above, self.manner.dot)

    def _sections(self, size: int) -> Sequence[str]:
        return self.rng.sample(self.setting.topic.sections, min(len(self.setting.topic.sections), 1 + size // 4))
