"""The tree of errors. Doubts about a text are no errors: they are remarks in the result (graph.model.Remark).

DutyError
├─ Unreadable        a source cannot be decoded or is of no known form; names the file and the remedy
├─ BadDefinition     our own data is wrong (a rule, a gazetteer row, a query); names file and entry
├─ ParameterError    a caller's value does not fit; ``name`` is the parameter
├─ NotFound          no such document, measure, agency or query
├─ NotAcceptable     no format matches what the caller asked for
└─ StoreError        the store cannot be opened, read or written; names its path and the remedy
"""


class DutyError(Exception):
    """Anything dutygraph reports to its user as a fault; the message says what was given, what is wrong and where."""


class Unreadable(DutyError):
    """A source cannot be decoded or is of no known form."""


class BadDefinition(DutyError):
    """Data that dutygraph ships (wording rules, gazetteers, queries) is wrong."""


class ParameterError(DutyError, ValueError):
    """A caller's value for the parameter ``name`` does not fit."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name


class NotFound(DutyError, LookupError):
    """There is no such document, measure, agency or query."""


class NotAcceptable(DutyError):
    """No format that can be served matches what the caller asked for."""


class StoreError(DutyError):
    """The store cannot be opened, read or written."""
