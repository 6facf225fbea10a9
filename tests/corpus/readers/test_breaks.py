"""Manual line breaks end a segment between units of the text, and join within a sentence."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duiqi.corpus import read_bytes
from duiqi.corpus.readers.breaks import separations
from duiqi.corpus.readers.manuscript import Manuscript
from duiqi.corpus.readers.pieces import Mark

UNITS = {
    "an address": "ACME Trading Ltd|12 High Street|London W1 2AB|Tel: 020 1234",
    "an address with commas": "Flat 3,|12 High Street,|London",
    "the fields of a party": "Party A: Beijing Blue River Co.|Address: Haidian, Beijing|Telephone: 010-1234",
    "甲方、地址、电话": "甲方：北京某某公司|地址：北京市海淀区|电话：010-1234",
    "空栏": "甲方（盖章）：|乙方（盖章）：",
    "a name and a position": "John Smith|Managing Director",
    "姓名、职务": "张三|总经理",
    "a chapter and its title": "Chapter One|The Long Road",
    "章和标题": "第一章|总则",
    "a heading and its text": "One. Terms of payment|The buyer shall pay within thirty days.|He may not.",
    "标题和正文": "不可抗力|因不可抗力不能履行合同的，免除责任。",
    "有字面像动词的标题": "还款方式|乙方按月还款。",
    "以虚词字结尾的名词": "第一章 总则|第一条 立法目的|本法规定建成区以外步道的使用、养护和标识规则。",
    "sentences": "The sun was warm.|The birds were singing.",
    "句子": "他走了。|她也走了。",
    "verse": "The road goes ever on and on|Down from the door where it began.|Now far ahead the road has gone"
    "|And I must follow if I can.",
    "诗": "床前明月光，|疑是地上霜。|举头望明月，|低头思故乡。",
    "a salutation": "Dear Mr Smith,|Thank you for your letter.",
    "称呼": "尊敬的先生，|感谢您的来信。",
    "items": "The following are due:|(a) the goods; and|(b) the services.",
    "条目": "双方约定如下：|一、甲方付款；|二、乙方交货。",
    "dialogue": "— Come in!|— Thank you.",
    "two languages": "北京蓝河公司|Beijing Blue River Co.",
    "a mailbox and a page": "Email: a@b.cn|www.b.cn",
    "缩进": "大会审议了报告|\u3000\u3000秘书长在会上指出|\u3000\u3000会员国注意到。",
    "supplementary characters": "姓名：𠀀𠀁|性别：男",
}
SENTENCES = {
    "a small letter follows": "The buyer shall pay within thirty|days of the invoice.",
    "a number follows": "The buyer shall pay within|30 days of receipt.",
    "a name follows": "The contract was signed by President|Obama in Washington.",
    "an abbreviation ends the line": "The meeting was attended by Mr.|Smith and his wife.",
    "a title": "Universal Declaration of|Human Rights",
    "a comma": "On Monday,|John went home.",
    "wrapped lines": "The General Assembly, recalling its resolutions on the question and|noting with "
    "concern the report of the|Secretary-General on assistance in mine|action, decides to continue.",
    "German nouns": "Seit gestern wohnt der|Mann in Berlin.",
    "逗号": "公司的合法权益受法律保护，|不受侵犯。",
    "谓语": "买方应在收到货物后|三十日内付款。",
    "半句": "本公司现就货物|交付事宜致函。",
    "虚词": "第一段文字写在|两行里面，中间没有空格。",
    "分句之后": "甲方同意，乙方应在收货之日起|三十日内支付全部价款。",
    "数字": "合同总价为人民币|100万元。",
    "标题": "关于进一步加强安全生产|工作的通知",
    "日本語": "吾輩は猫である。名前は|まだ無い。",
}


@pytest.mark.parametrize("lines", UNITS.values(), ids=UNITS)
def test_breaks_between_units_separate(lines: str) -> None:
    assert all(separations(lines.split("|")))


@pytest.mark.parametrize("lines", SENTENCES.values(), ids=SENTENCES)
def test_breaks_within_a_sentence_join(lines: str) -> None:
    assert not any(separations(lines.split("|")))


def test_a_paragraph_may_have_both() -> None:
    letter = ["Dear Sir,", "We write to you about the", "delivery of the goods.", "Yours faithfully"]
    assert separations(letter) == [True, False, True]


@pytest.mark.slow
@given(st.lists(st.text("aA天。，:.𠀀 1(", max_size=6), min_size=1, max_size=6))
def test_every_break_is_decided_and_no_character_is_lost(lines: list[str]) -> None:
    assert len(separations(lines)) == len(lines) - 1
    manuscript = Manuscript()
    manuscript.add(["\n".join(lines)])
    text, paragraphs = manuscript.finish()
    assert "".join(text.split()) == "".join("".join(lines).split())
    for paragraph in paragraphs:
        for at, start, length in paragraph.passage.runs:
            assert text[start : start + length] == paragraph.text[at : at + length]


def test_the_call_of_a_note_is_kept_wherever_the_line_breaks() -> None:
    manuscript = Manuscript()
    manuscript.add(["甲方：北京", Mark("1"), "\n", "地址：海淀", "\n", Mark("2")], "item", "1.")
    _, (party, address) = manuscript.finish()
    assert [(party.label, party.text), (address.label, address.text)] == [
        ("1.", "甲方：北京"),
        ("", "地址：海淀"),
    ]
    assert [call.mark for paragraph in (party, address) for call in paragraph.calls] == ["1", "2"]


# The same rule in every format that has manual line breaks.


def odt(body: str) -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f'<o:document-content xmlns:o="{names}:office:1.0" xmlns:text="{names}:text:1.0">'
            f"<o:body><o:text>{body}</o:text></o:body></o:document-content>",
        }
    )


def docx(body: str) -> bytes:
    names = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return zipped(
        {"word/document.xml": f'<w:document xmlns:w="{names}"><w:body>{body}</w:body></w:document>'}
    )


def zipped(members: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return file.getvalue()


FORMATS = {
    "a.docx": lambda lines: docx("<w:p><w:r><w:t>" + "</w:t><w:br/><w:t>".join(lines) + "</w:t></w:r></w:p>"),
    "a.odt": lambda lines: odt("<text:p>" + "<text:line-break/>".join(lines) + "</text:p>"),
    "a.html": lambda lines: ("<p>" + "<br>".join(lines) + "</p>").encode(),
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_the_same_rule(name: str) -> None:
    for case in ("甲方、地址、电话", "an address", "诗"):
        lines = UNITS[case].split("|")
        assert [p.text for p in read_bytes(FORMATS[name](lines), name).paragraphs] == lines
    for case, joiner in (("谓语", ""), ("a small letter follows", " ")):
        lines = SENTENCES[case].split("|")
        assert [p.text for p in read_bytes(FORMATS[name](lines), name).paragraphs] == [joiner.join(lines)]
