"""The terms of the ontology (``ontology/duty*.ttl``) and the few borrowed ones, under their own names.

Meant to be read as ``from graph import vocab as dg``: ``dg.Measure`` is the class, ``dg.hasMeasure`` the property. Each
comment is the term's definition.
"""
# ruff: noqa: N816 (a constant is called exactly what its term is called)

from collections.abc import Mapping
from enum import StrEnum

from pyoxigraph import NamedNode

from graph.model import (
    AgencyKind,
    Basis,
    Change,
    ChangeKind,
    CitationRelation,
    Comparator,
    DeadlineKind,
    DocumentKind,
    FactKind,
    Modality,
    PlaceType,
    Precision,
    ProgressState,
    Reach,
    Role,
    Through,
    Verdict,
)

ONTOLOGY = "https://w3id.org/dutygraph/ontology#"
CODE = "https://w3id.org/dutygraph/code/"


def _dg(name: str) -> NamedNode:
    return NamedNode(ONTOLOGY + name)


# Documents
Document = _dg("Document")  # A published document, as a work.
Carrier = _dg("Carrier")  # A document that issues another one, printed in it.
Listing = _dg("Listing")  # A place in a document's list of issuers or of addressees.
Section = _dg("Section")  # A numbered heading that holds other items.
Citation = _dg("Citation")  # A mention of another document by its title.
Remark = _dg("Remark")  # A doubt about the text and what was done about it.
key = _dg("key")  # The name that a document has in this graph.
title = _dg("title")  # The title as printed.
kind = _dg("kind")  # What sort of document it is.
issuer = _dg("issuer")  # The body in whose name the document is issued.
addressee = _dg("addressee")  # Whom the document is addressed to, as printed.
listedIssuer = _dg("listedIssuer")  # An issuer with its rank in the list.
listedAddressee = _dg("listedAddressee")  # An addressee with its rank in the list.
documentNumber = _dg("documentNumber")  # The reference number that the issuer gave a document.
issued = _dg("issued")  # The day on which the document was signed.
published = _dg("published")  # The day on which the document was published on the web.
carries = _dg("carries")  # The plan that a notice issues and has in it.
hasSection = _dg("hasSection")  # A section of the document.
hasMeasure = _dg("hasMeasure")  # A measure of the document.
hasCitation = _dg("hasCitation")  # A mention of another document in this one.
hasFigure = _dg("hasFigure")  # A figure that the report states.
hasRemark = _dg("hasRemark")  # A doubt about the document's text.
hasUnresolved = _dg("hasUnresolved")  # An assignment of the document whose agency is not known; derived.
measureCount = _dg("measureCount")  # How many measures the document has; derived.
targetCount = _dg("targetCount")  # How many targets the document has, its own and its measures'; derived.
dueTally = _dg("dueTally")  # How much is due in a year in the document; derived.
divisionTally = _dg("divisionTally")  # How many measures of the document concern a division; derived.
inDivision = _dg("inDivision")  # The division of a tally; derived.
divisionCount = _dg("divisionCount")  # How many measures concern the division of a tally; derived.
year = _dg("year")  # The year of a tally.
dueCount = _dg("dueCount")  # How many measures are due in the year of a tally; derived.
inheritedCount = _dg("inheritedCount")  # How many of them on the plan's day; derived.
namedBy = _dg("namedBy")  # A property by which any document or measure names the thing; derived.
anyDay = _dg("anyDay")  # A day of a deadline in any document; derived.
knownAs = _dg("knownAs")  # What others name the document by: number, title, title of its plan; derived.
inDocument = _dg("inDocument")  # The document that a measure stands in.
partOf = _dg("partOf")  # The next larger section, or division, that something belongs to.
number = _dg("number")  # The path of enumerators as printed, from the top.
heading = _dg("heading")  # The heading as printed, without its enumerator.
ordinal = _dg("ordinal")  # The place in the order of the text, from 1.
citationRelation = _dg("citationRelation")  # Why the other document is named.
code = _dg("code")  # The code of a division in GB/T 2260, or of a remark.
message = _dg("message")  # The remark in words.

# Measures
Measure = _dg("Measure")  # The smallest numbered item that tells someone to do something.
Assignment = _dg("Assignment")  # That an agency answers for a measure in a role.
Deadline = _dg("Deadline")  # A day or period that something is bound to.
Recurrence = _dg("Recurrence")  # That something is to be done again and again.
text = _dg("text")  # The characters: of a text version as received, of a measure normalised.
modality = _dg("modality")  # Whether the measure obliges, forbids, permits or encourages.
hasAssignment = _dg("hasAssignment")  # Who answers for the measure, and in which role.
hasDeadline = _dg("hasDeadline")  # By, from or during when.
hasRecurrence = _dg("hasRecurrence")  # How often the measure is to be done again.
hasTarget = _dg("hasTarget")  # A figure that is to be reached.
hasPlace = _dg("hasPlace")  # A place that the measure's text names.
agency = _dg("agency")  # The body that the name stands for.
role = _dg("role")  # How the agency answers for the measure.
basis = _dg("basis")  # What the statement rests on.
rank = _dg("rank")  # The place in the printed list, from 0.
ruleStatement = _dg("ruleStatement")  # The sentence that states the rule an assignment rests on.
leadAgency = _dg("leadAgency")  # The body that leads the measure; derived.
responsibleAgency = _dg("responsibleAgency")  # A body that answers for the measure; derived.
participantAgency = _dg("participantAgency")  # A body that takes part in the measure; derived.
supervisorAgency = _dg("supervisorAgency")  # A body that watches over the measure; derived.
anyAgency = _dg("anyAgency")  # A body that has any role in the measure; derived.
anyDivision = _dg("anyDivision")  # A division that the measure names or a body that answers for it belongs to; derived.
dueDay = _dg("dueDay")  # A day on which the measure is due; derived.
deadlineKind = _dg("deadlineKind")  # Whether it is to be done by, from or during the period.
earliest = _dg("earliest")  # The first day of the printed period.
latest = _dg("latest")  # The last day of the printed period.
due = _dg("due")  # The day that counts.
precision = _dg("precision")  # How exactly the date is printed.
inheritedFrom = _dg("inheritedFrom")  # The plan's deadline that the measure takes over.
rule = _dg("rule")  # The name of the rule by which a statement was derived.
actor = _dg("actor")  # The body that this deadline or recurrence binds, as printed.
every = _dg("every")  # The interval, as a canonical xsd:duration.
atLeast = _dg("atLeast")  # How often at least within an interval.
firstDay = _dg("firstDay")  # The first day of the month on which it may be done.
lastDay = _dg("lastDay")  # The last day of the month on which it may be done.

# Targets and figures
Target = _dg("Target")  # An indicator with a figure that is to be reached.
Indicator = _dg("Indicator")  # What is measured.
ProgressFigure = _dg("ProgressFigure")  # A figure that a progress report states.
indicator = _dg("indicator")  # What the target measures.
anyIndicator = _dg("anyIndicator")  # An indicator for which the document sets a figure; derived.
generalIndicator = _dg("generalIndicator")  # What an indicator measures, wherever and however worded.
comparator = _dg("comparator")  # How the figure binds.
value = _dg("value")  # The figure, a number or a class such as Ⅲ.
unit = _dg("unit")  # The unit as printed.
change = _dg("change")  # Whether the figure is a level or a change.
baseline = _dg("baseline")  # What a change is measured against, as printed.
by = _dg("by")  # The day by which the figure is to be reached.
scope = _dg("scope")  # The area or set that the figure speaks of, as printed.
subject = _dg("subject")  # What the figure counts, as printed.
asOf = _dg("asOf")  # The day for which the figure holds.

# Agencies
Agency = _dg("Agency")  # A body that can be told to do something.
AgencyGroup = _dg("AgencyGroup")  # Several bodies named as one, by what they have in common.
InternalUnit = _dg("InternalUnit")  # A body within a body.
CoordinatingBody = _dg("CoordinatingBody")  # A body that several others form to act together.
AgencyName = _dg("AgencyName")  # A name with the days between which the agency bore it.
OrganizationalChange = _dg("OrganizationalChange")  # An event by which agencies became others.
agencyKind = _dg("agencyKind")  # What sort of body it is.
jurisdiction = _dg("jurisdiction")  # The division that a document governs or a body belongs to.
name = _dg("name")  # A name in use or a form in which it is printed.
relativeName = _dg("relativeName")  # What texts of its own division call the agency, inferred from its full name.
formerName = _dg("formerName")  # A name that the agency no longer bears.
hasName = _dg("hasName")  # A name of the agency with its validity.
successorOf = _dg("successorOf")  # An agency whose functions this one took over, in whole or part.
originalAgency = _dg("originalAgency")  # An agency that the change starts from.
resultingAgency = _dg("resultingAgency")  # An agency that the change leads to.
legalBasis = _dg("legalBasis")  # The decision that a change rests on, in words.
changeKind = _dg("changeKind")  # How the agencies became others.
function = _dg("function")  # The function that moved, in words.
abbreviates = _dg("abbreviates")  # The same body under its full name, of which this is a short form.
startNotBefore = _dg("startNotBefore")  # The first day on which it may have begun.
startNotAfter = _dg("startNotAfter")  # The last day on which it may have begun.
endNotBefore = _dg("endNotBefore")  # The first day that may have been its last.
endNotAfter = _dg("endNotAfter")  # The last day that may have been its last.
Membership = _dg("Membership")  # That a body belongs to a group on a day; derived.
group = _dg("group")  # The group that the body belongs to.
member = _dg("member")  # The body that belongs to the group.
heldOn = _dg("heldOn")  # The day for which it was worked out.
TableRow = _dg("TableRow")  # A row of the reference tables, from which statements were made.
presumedLead = _dg("presumedLead")  # A lead that custom makes of the first listed; derived.

# Places
PlaceMention = _dg("PlaceMention")  # That a measure's text names a place.
Division = _dg("Division")  # A unit of administrative division.
Feature = _dg("Feature")  # A named river, reserve, basin, park or site.
FunctionalArea = _dg("FunctionalArea")  # A zone administered on its own without being a division.
place = _dg("place")  # The division or feature that is meant.
placeType = _dg("placeType")  # Whether the place is a division or a feature.
level = _dg("level")  # The level of a division: province, prefecture, county, township.
validFrom = _dg("validFrom")  # The first day on which it held.
fictional = _dg("fictional")  # True where the division is made up for the samples and does not exist.
validUntil = _dg("validUntil")  # The last day on which it held.
successor = _dg("successor")  # The division that took its place.
directlyUnder = _dg("directlyUnder")  # The province that administers the county directly though it is in a prefecture.

# Provenance
TextVersion = _dg("TextVersion")  # A text, fixed to the character.
SourceFile = _dg("SourceFile")  # The bytes of a document as received.
Evidence = _dg("Evidence")  # A span of a text version that states something.
Anchor = _dg("Anchor")  # A place in a file from which a text was read on.
ExtractionRun = _dg("ExtractionRun")  # One reading of documents by the program.
hasText = _dg("hasText")  # The text that the document was read in.
derivedFrom = _dg("derivedFrom")  # The file that the text was decoded from.
fileName = _dg("fileName")  # The name of the file as received.
sha256 = _dg("sha256")  # The SHA-256 digest of the bytes, in hexadecimal.
byteSize = _dg("byteSize")  # How many bytes the file has.
mediaType = _dg("mediaType")  # The media type of the file.
encoding = _dg("encoding")  # The character encoding that the bytes were read in.
url = _dg("url")  # The address that the file was fetched from.
fetchedAt = _dg("fetchedAt")  # When the file was fetched.
hasCopy = _dg("hasCopy")  # A further file in which the same document was received.
hasAnchor = _dg("hasAnchor")  # A place in the file that is known in its text.
locator = _dg("locator")  # Where in the file it stands, for people: page, sheet and cell, paragraph.
evidence = _dg("evidence")  # Where it is printed.
mention = _dg("mention")  # The words that the statement was read from, as printed.
inText = _dg("inText")  # The text version that the offsets count in.
start = _dg("start")  # The offset of the first character.
end = _dg("end")  # The offset after the last character.
quote = _dg("quote")  # The characters between start and end.
programVersion = _dg("programVersion")  # The version of the program.
readFile = _dg("readFile")  # A file that the run read.
endedAt = _dg("endedAt")  # When the run ended.

# Progress
ProgressEntry = _dg("ProgressEntry")  # What somebody recorded of how far a measure has come; it is never changed.
ofMeasure = _dg("ofMeasure")  # The measure that the entry is about.
follows = _dg("follows")  # The entry about the same measure before this one.
state = _dg("state")  # How far the measure has come.
stateDate = _dg("stateDate")  # The day on which the measure came to that state.
recordedBy = _dg("recordedBy")  # Who made the entry.
recordedAt = _dg("recordedAt")  # When the entry was made.
note = _dg("note")  # What the recorder has to say.
proof = _dg("proof")  # What proves it: an address or the name of a file.
verifiedBy = _dg("verifiedBy")  # The body that checked that the measure is done.

# Corrections
Correction = _dg("Correction")  # What a person says of a fact that was read in a document.
correction = _dg("correction")  # The correction that made the fact what it is.
corrected = _dg("corrected")  # What is so instead, or was overlooked.
factKind = _dg("factKind")  # What sort of fact the correction is about.
found = _dg("found")  # What had been read, as it was found.
verdict = _dg("verdict")  # What the person says of the fact.

# Borrowed
PREFIXES: Mapping[str, str] = {
    "dg": ONTOLOGY,
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
rdfType = NamedNode(PREFIXES["rdf"] + "type")
prefLabel = NamedNode(PREFIXES["skos"] + "prefLabel")
source = NamedNode(PREFIXES["dcterms"] + "source")
wasDerivedFrom = NamedNode(PREFIXES["prov"] + "wasDerivedFrom")
xsdAnyUri = NamedNode(PREFIXES["xsd"] + "anyURI")
xsdDate = NamedNode(PREFIXES["xsd"] + "date")
xsdDateTime = NamedNode(PREFIXES["xsd"] + "dateTime")
xsdDecimal = NamedNode(PREFIXES["xsd"] + "decimal")
xsdDuration = NamedNode(PREFIXES["xsd"] + "duration")
xsdInteger = NamedNode(PREFIXES["xsd"] + "integer")

SCHEMES: Mapping[type[StrEnum], str] = {
    DocumentKind: "kind",
    Role: "role",
    Basis: "basis",
    Modality: "modality",
    DeadlineKind: "deadline-kind",
    Precision: "precision",
    Comparator: "comparator",
    Change: "change",
    PlaceType: "place-type",
    AgencyKind: "agency-kind",
    CitationRelation: "citation-relation",
    ChangeKind: "change-kind",
    Through: "through",
    Reach: "reach",
    ProgressState: "progress-state",
    Verdict: "verdict",
    FactKind: "fact-kind",
}
_SPELT = {">=": "ge", "<=": "le", "<": "lt", ">": "gt", "=": "eq"}  # signs have no place in an IRI
_CONCEPTS = {
    kind: {member: NamedNode(f"{CODE}{scheme}/{_SPELT.get(member, member)}") for member in kind}
    for kind, scheme in SCHEMES.items()
}


def concept(member: StrEnum) -> NamedNode:
    """The SKOS concept of a code.

    >>> concept(Comparator.AT_LEAST).value
    'https://w3id.org/dutygraph/code/comparator/ge'
    """
    return _CONCEPTS[type(member)][member]
