"""Quotation marks: which of a text open a quotation, and which close one.

Chinese opens a quotation after the speaker (老船夫答道：“风要转了。”), English often begins with it. Which
segments are speech is the same on both sides all the same, so that a bead in which only one side opens or
closes a quotation is doubtful.
"""

from __future__ import annotations

import re

OPENS, CLOSES = frozenset("“‘「『„‚"), frozenset("”」』")
# These open or close by the white space beside them; ’ and ' are apostrophes, too.
EITHER = frozenset("\"'’«»‹›")
MARK = re.compile(f"[{''.join(OPENS | CLOSES | EITHER)}]")
BEFORE_OPENING = frozenset("(（[—–-“‘:：\"'")
AFTER_CLOSING = frozenset(")）],.;:!?，。；：！？—–-…”’\"'")
AFTER_GERMAN = frozenset(".,;:!?")  # „Ja“, sagte er: its closing mark is the opening one of English
ENDS_SPEECH = frozenset('.,!?…—–-:;)”"')


def quotation_marks(text: str) -> list[bool]:
    """Of each quotation mark of a text, in order, whether it opens a quotation.

    >>> quotation_marks("'It isn't ours,' the boatman replied.")
    [True, False]
    >>> quotation_marks("老船夫答道：“风要转了。")
    [True]
    >>> quotation_marks("„Ja“, sagte er. «Non.»")
    [True, False, True, False]
    """
    found = []
    for mark in MARK.finditer(text):
        at, character = mark.start(), mark[0]
        if character in CLOSES:
            found.append(False)
            continue
        # At the text's start, the slice from -1 to 0 is empty.
        before, after = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
        if character in OPENS:
            found.append(before.isspace() or not (after.isspace() or after in AFTER_GERMAN))
        else:
            if before.isalnum() and after.isalnum():
                continue  # an apostrophe
            is_left = before.isspace() or before in BEFORE_OPENING
            is_right = after.isspace() or after in AFTER_CLOSING
            if is_left and is_right and character in "«»‹›":  # French leaves spaces inside
                found.append(character in "«‹")
            elif is_left and not is_right and character != "’":
                found.append(True)
            elif is_right and not is_left and (character not in "'’" or before in ENDS_SPEECH):
                found.append(False)  # after a letter, ' is the apostrophe of a plural
    return found
