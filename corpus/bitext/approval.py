"""Approval of a translation, as the editors write it in XLIFF and in tables, as a status of ours.

`approved` and `state` are XLIFF's own. Trados has `conf` of a segment's definition (Draft, Translated,
ApprovedTranslation, ApprovedSignOff, RejectedTranslation, RejectedSignOff), memoQ `status` of a unit
(ManuallyConfirmed, Proofread, Rejected, …), Phrase `confirmed` and `level` of a unit. What the editor
says in its own attribute counts more than the standard's, which some write on all units alike.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from duiqi.corpus.model import Status

if TYPE_CHECKING:
    from lxml import etree

STATES = {"final", "signed-off"}
TRADOS: dict[str, Status] = {
    "approvedtranslation": "accepted",
    "approvedsignoff": "accepted",
    "rejectedtranslation": "new",
    "rejectedsignoff": "new",
}
MEMOQ: dict[str, Status] = {
    "manuallyconfirmed": "accepted",
    "confirmed": "accepted",
    "translatorconfirmed": "accepted",
    "reviewer1confirmed": "accepted",
    "reviewer2confirmed": "accepted",
    "reviewerconfirmed": "accepted",
    "proofread": "accepted",
}
# Words of a table's column of status, in lower case without spaces and hyphens.
APPROVED = {
    *(word for statuses in (TRADOS, MEMOQ) for word, status in statuses.items() if status == "accepted"),
    "approved", "accepted", "final", "signedoff", "reviewed", "yes", "y", "true", "1", "x", "✓", "✔", "√",
    "已确认", "确认", "已审", "已审核", "已审校", "已批准", "批准", "已通过", "通过", "审核通过", "是",
}  # fmt: skip
# Words for a decision against a translation or a term.
REJECTED = ("rejected", "未通过", "不通过", "审核不通过", "审核未通过", "驳回", "已驳回")
OPEN = {
    *(word for word, status in TRADOS.items() if status == "new"),
    "draft", "translated", "edited", "pretranslated", "notstarted", "nottranslated", "needsreview", "pending",
    "unconfirmed", "unapproved", "notapproved", "notconfirmed", "fuzzy", "initial", "review", "assembled",
    "machinetranslated", "mt", "no", "n", "false", "0",
    "未确认", "草稿", "已翻译", "待审", "待审核", "待确认", "未审", "未审核", "未批准", "不批准", "未翻译",
    "否", *REJECTED,
}  # fmt: skip


def approval_by_word(text: str) -> Status | None:
    """The status that a word in a table means, None for a word that is not known.

    >>> approval_by_word("Signed-off"), approval_by_word("不通过"), approval_by_word("done")
    ('accepted', 'new', None)
    """
    word = re.sub(r"[\s_-]+", "", text).lower()
    return "accepted" if word in APPROVED else "new" if word in OPEN else None


def approval_1(unit: etree._Element, target: etree._Element | None) -> Status:
    """The status of a unit of XLIFF 1.2: of its editor's own attribute where there is one."""
    own = _own(unit)
    if "status" in own:
        return MEMOQ.get(own["status"].lower(), "new")
    if "confirmed" in own:
        return "accepted" if own["confirmed"] in ("1", "true", "yes") else "new"
    state = target.get("state", "") if target is not None else ""
    if unit.get("approved") == "no":
        return "new"
    return "accepted" if unit.get("approved") == "yes" or state in STATES else "new"


def approvals_of_segments(unit: etree._Element) -> dict[str, Status]:
    """By the number of a segment its status, where Trados defines segments (`sdl:seg conf`)."""
    return {
        segment.get("id", ""): TRADOS.get(segment.get("conf", "").lower(), "new")
        for segment in unit.iterfind("{*}seg-defs/{*}seg")
        if segment.get("conf") is not None
    }


def approval_2(segment: etree._Element) -> Status:
    """The status of a segment of XLIFF 2: final, or reviewed and not sent back by a `subState`."""
    state, detail = segment.get("state", "initial"), segment.get("subState", "").lower()
    if any(word in detail for word in ("reject", "needs-review", "draft")):
        return "new"
    if state == "final":
        return "accepted"
    return "accepted" if state == "reviewed" or _confirms(detail) else "new"


def _confirms(detail: str) -> bool:
    return any(word in detail for word in ("approved", "confirmed", "signed-off", "accepted", "proofread"))


def _own(unit: etree._Element) -> dict[str, str]:
    """The attributes of the editor, which have a namespace, by name."""
    own = ((str(key), str(value)) for key, value in unit.items())
    return {key.rpartition("}")[2]: value for key, value in own if key.startswith("{")}
