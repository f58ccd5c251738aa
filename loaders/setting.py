"""What a document's relative names are relative to: its division, its issuer, its own leading group."""

import re
from collections import Counter

from loaders.gazetteer import Gazetteer
from loaders.head import Head
from loaders.resolve import Context, context, resolve
from loaders.townships import township

_GROUP = re.compile(r"(?:省|市|州|县|区|自治区|盟|旗)(?!委|政府)[一-鿿]{2,25}?(?:领导小组|指挥部|工作专班)")
_SET_UP = re.compile("下设|组长")


def setting(head: Head, body: str, gazetteer: Gazetteer) -> Context:
    """The context of a document, with the leading group that it sets up or names most."""
    town = township(head.jurisdiction, (*head.issuers, *filter(None, (head.title, head.carries))))
    plain = context(head.jurisdiction, head.issuers, None, gazetteer, town)
    named: Counter[str] = Counter()
    for found in _GROUP.finditer(body, head.body_start):
        named[found[0]] += 10 if _SET_UP.search(body, found.end(), found.end() + 60) else 1
    group = resolve(named.most_common(1)[0][0], plain, gazetteer) if named else None
    return context(head.jurisdiction, head.issuers, group.name if group else None, gazetteer, town)
