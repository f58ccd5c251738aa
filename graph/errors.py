"""The tree of errors. Doubts about a text are no errors: they are remarks in the result (graph.model.Remark).

DutyError
├─ Unreadable        a source cannot be decoded or is of no known form; names the file and the remedy
├─ BadDefinition     our own data is wrong (a rule, a gazetteer row, a query); names file and entry
├─ ParameterError    a caller's value does not fit; ``name`` is the parameter
├─ NotFound          no such document, measure, agency or query
├─ NotAcceptable     no format matches what the caller asked for
└─ StoreError        the store cannot be opened, read or written; names its path and the remedy
"""

from enum import Enum

from graph.faults import Fault, Remedy, Words


class DutyError(Exception):
    """Anything dutygraph reports to its user as a fault; the message says what was given, what is wrong and where."""


class Unreadable(DutyError):
    """A source cannot be decoded or is of no known form: ``where`` it is, its ``fault`` and the ``remedy``.

    ``values`` fill in the words of both; those that are words themselves are said in the same language.

    >>> locked = Unreadable("plan.pdf", Fault.ENCRYPTED, Remedy.NO_PASSWORD)
    >>> str(locked), locked.said("zh")
    ('plan.pdf: is encrypted; save it without a password and load that', '已加密;请去掉密码另存后再载入')
    """

    def __init__(self, where: object, fault: Fault, remedy: Remedy, **values: object) -> None:
        self.where = str(where)
        self.fault = fault
        self.remedy = remedy
        self.values = values
        super().__init__(f"{self.where}: {self.said('en')}")

    def said(self, language: str) -> str:
        """What is wrong and what to do about it, in Chinese (``zh``) or in English, without where."""
        values = {name: _said(value, language) for name, value in self.values.items()}
        fault, remedy = (each.value.of(language).format(**values) for each in (self.fault, self.remedy))
        return f"{fault};{remedy}" if language == "zh" else f"{fault}; {remedy}"


def _said(value: object, language: str) -> object:
    words = value.value if isinstance(value, Enum) else value
    return words.of(language) if isinstance(words, Words) else words


class BadDefinition(DutyError):
    """Data that dutygraph ships (wording rules, gazetteers, queries) is wrong."""


class ParameterError(DutyError, ValueError):
    """A caller's value for the parameter ``name`` does not fit."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name


class NotFound(DutyError, LookupError):
    """There is no such document, measure, agency or query."""


class Gone(NotFound):
    """There was such a thing, and it is not kept any more."""


class NotAcceptable(DutyError):
    """No format that can be served matches what the caller asked for."""


class StoreError(DutyError):
    """The store cannot be opened, read or written."""
