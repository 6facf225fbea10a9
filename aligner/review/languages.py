"""Languages that the start page offers, with their English and Chinese names; others are typed as a tag."""

from __future__ import annotations

LANGUAGES: tuple[tuple[str, str, str], ...] = (
    ("en", "English", "英语"),
    ("zh-Hans", "Chinese, simplified", "简体中文"),
    ("zh-Hant", "Chinese, traditional", "繁体中文"),
    ("ar", "Arabic", "阿拉伯语"),
    ("cs", "Czech", "捷克语"),
    ("de", "German", "德语"),
    ("es", "Spanish", "西班牙语"),
    ("fr", "French", "法语"),
    ("it", "Italian", "意大利语"),
    ("ja", "Japanese", "日语"),
    ("ko", "Korean", "韩语"),
    ("nl", "Dutch", "荷兰语"),
    ("pl", "Polish", "波兰语"),
    ("pt", "Portuguese", "葡萄牙语"),
    ("ru", "Russian", "俄语"),
    ("sv", "Swedish", "瑞典语"),
    ("th", "Thai", "泰语"),
    ("tr", "Turkish", "土耳其语"),
    ("vi", "Vietnamese", "越南语"),
)
