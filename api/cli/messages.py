"""What the command line says, in Chinese (``zh.toml``) and in English (``en.toml``)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from api.headings import headings


@dataclass(frozen=True, slots=True)
class Messages:
    """The sentences of one language; words in braces are filled in where a sentence is used."""

    language: str  # as Unreadable.said takes it
    # what the commands are for
    about: str
    load: str
    ask: str
    query: str
    sparql: str
    search: str
    export: str
    export_ledger: str
    export_graph: str
    export_network: str
    export_around: str
    export_depth: str
    export_most: str
    export_truncated: str
    check: str
    serve: str
    release: str
    release_list: str
    release_use: str
    key: str
    key_new: str
    key_list: str
    review: str
    bench: str
    audit: str
    calendar: str
    network: str
    corrections: str
    corrections_list: str
    corrections_export: str
    corrections_import: str
    corrections_remove: str
    corrections_imported: str
    corrections_removed: str
    corrections_none: str
    progress: str
    progress_set: str
    progress_list: str
    progress_history: str
    progress_state: str
    progress_date: str
    progress_by: str
    progress_note: str
    progress_proof: str
    progress_verified_by: str
    network_year: str
    calendar_feed: str
    calendar_due: str
    calendar_workload: str
    # what the options are for
    store: str
    only_here: str
    format: str
    file: str
    host: str
    port: str
    html: str
    calendar_events: str
    calendar_url: str
    no_color: str
    made: str
    runs: str
    plans: str
    # while loading
    reading: str
    document: str
    status: str
    statuses: Mapping[str, str]
    totals: Mapping[str, str]  # by status, of which there are so many
    separator: str
    not_shown: str
    load_all: str
    measures: str
    assignments: str
    deadlines: str
    targets: str
    remarks: str
    failed: str
    fault: str
    loaded: str
    no_documents: str
    # a review
    written: str
    one_document: str
    # versions
    diff: str
    changes: Mapping[str, str]
    # targets side by side
    compare: str
    verdicts: Mapping[str, str]
    # a benchmark
    step: str
    figure: str
    of_plans: str
    growth: str
    figures_kept: str
    yard: str
    share: str
    loading_cold: str
    loaded_cold: str
    # a question
    today: str
    with_sparql: str
    # keys
    key_file: str
    scope: str
    key_kept: str
    key_to_keep: str
    word: str
    meaning: str
    meanings: Mapping[str, str]
    value: str
    more_rows: str
    rows_of_measures: str
    # answers
    name: str
    answers: str
    rows: str
    most: str
    hits: str
    none: str
    truth: Mapping[str, str]
    one_of_text_and_file: str
    columns: Mapping[str, str]
    # checks
    checking: str
    conforms: str
    place: str
    rule: str
    message: str
    our_faults: str
    # progress
    recorded: str
    # networks
    never_leading: str
    # audits
    audit_document: str
    severities: Mapping[str, str]
    confirmed: str
    sums: str
    # the service
    serving: str
    in_memory: str
    on_disk: str
    earlier: str
    served: str
    using: str

    @property
    def is_english(self) -> bool:
        """Whether sentences that stand beside these are to be English ones."""
        return self.language == "en"


def messages(environment: Mapping[str, str]) -> Messages:
    """English where the locale asks for it, Chinese otherwise (also for C and where none is set).

    >>> [messages({"LANG": locale}).language for locale in ("en_GB.UTF-8", "C")]
    ['en', 'zh']
    """
    locale = environment.get("LC_ALL") or environment.get("LC_MESSAGES") or environment.get("LANG") or ""
    return said("en" if locale.lower().startswith("en") else "zh")


@cache
def said(language: str) -> Messages:
    """The sentences of that language, ``zh`` or ``en``."""
    told = tomllib.loads((files("api") / "cli" / f"{language}.toml").read_text(encoding="utf-8"))
    columns = headings("zh") if language == "zh" else {}
    return Messages(language=language, columns=columns, **told)
