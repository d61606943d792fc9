"""Characters that a page means and its file does not name: radicals where ideographs are written.

A font has one glyph for ⼈ (U+2F08, a radical of dictionaries) and 人 (U+4EBA). Programs that make PDF from the glyphs
(browsers, above all) often name the radical; nobody who writes Chinese means it. The same holds for the compatibility
ideographs (U+F900 to U+FAFF). One character stands for one character, so that offsets stay.
"""

from __future__ import annotations

import unicodedata

__all__ = ["ideographs"]

# the CJK Radicals Supplement that are whole characters (Unicode, EquivalentUnifiedIdeograph.txt); NFKC leaves them
_SUPPLEMENT = (
    "⺁厂 ⺎兀 ⺒巳 ⺓幺 ⺟母 ⺠民 ⺧牛 ⺩王 ⺪疋 ⺬示 ⺶羊 ⺻聿 ⺽臼 ⻁虎 ⻄西 ⻅见 ⻆角 ⻉贝 ⻊足 ⻋车 ⻑長"
    " ⻓长 ⻔门 ⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻡首 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐"
    " ⻭歯 ⻮齿 ⻯竜 ⻰龙 ⻱龜 ⻲亀 ⻳龟"
)
_MEANT = {ord(pair[0]): pair[1] for pair in _SUPPLEMENT.split()}
_MEANT.update(
    (code, unicodedata.normalize("NFKC", chr(code)))
    for first, last in ((0x2F00, 0x2FD5), (0xF900, 0xFAFF))
    for code in range(first, last + 1)
    if len(unicodedata.normalize("NFKC", chr(code))) == 1
)
_MEANT[0x2F3E] = "户"  # NFKC gives the form of Taiwan, 戶


def ideographs(text: str) -> str:
    """*text* with the ideographs that its radicals stand for; as long as before."""
    return text.translate(_MEANT)
