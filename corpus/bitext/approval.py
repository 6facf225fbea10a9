"""Approval of a translation, as the editors write it in XLIFF, as a status of ours.

`approved` and `state` are XLIFF's own. Trados has `conf` of a segment's definition (Draft, Translated,
ApprovedTranslation, ApprovedSignOff, RejectedTranslation, RejectedSignOff), memoQ `status` of a unit
(ManuallyConfirmed, Proofread, Rejected, …), Phrase `confirmed` and `level` of a unit. What the editor
says in its own attribute counts more than the standard's, which some write on all units alike.
"""

from __future__ import annotations

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
