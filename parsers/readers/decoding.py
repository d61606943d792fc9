"""Bytes to characters: UTF-8, then UTF-16, then GB18030, each strictly; nothing is guessed beyond that.

GB18030 contains GBK and GB2312 (GB 18030-2022, 附录), so that one codec serves all three.
"""

from __future__ import annotations

import codecs
import re

from policies.errors import InputError
from policies.messages import N_, _

__all__ = ["decode"]

_MARKS = (  # longest first: the UTF-32 mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# what a page may say of itself and be believed; Python knows more codecs, which no page is written in
_DECLARED = frozenset(
    {
        *("utf-16", "utf-16le", "utf-16be", "big5", "big5-hkscs", "cp950", "x-x-big5"),
        *("us-ascii", "ascii", "iso-8859-1", "latin1", "iso-8859-15", "windows-1252", "cp1252"),
        *("shift_jis", "shift-jis", "euc-jp", "euc-kr", "euc-tw", "hz-gb-2312"),
    }
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
# what text that a Chinese office writes is made of, nearly always
_COMMON = re.compile("[\t\n\r\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\u2010-\u2026]")
_SAMPLE = 65536
_SAVE_AS_UTF8 = N_("Open the file in an editor, choose its encoding there, and save it as UTF-8.")


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The characters of *data*, a byte order mark included, and the name of their encoding.

    *declared* is what an HTML page says of itself; it is believed only after UTF-8 has failed.
    Raises InputError for binary content and for bytes that no encoding of Chinese text explains.
    """
    text, encoding = _decode(data, declared)
    if not text.strip("\ufeff\0"):
        raise InputError(
            _("The file holds no text: only zero bytes or a byte order mark."),
            mend=_("Fetch it anew; the copy may have been cut short."),
        )
    controls = len(_CONTROLS.findall(text[:_SAMPLE].lstrip("\0")))
    if controls > max(1, len(text[:_SAMPLE]) // 50):
        raise InputError(
            _("This is binary content, not text."),
            why=_("{count} control characters stand among the first {total} characters.").format(
                count=controls, total=len(text[:_SAMPLE])
            ),
            mend=_("Open the file in the program that made it and save it as DOCX, PDF or text."),
        )
    return text, encoding


def _decode(data: bytes, declared: str | None) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise _undecodable(error.start, data) from None
    furthest = 0
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        furthest = error.start
    else:
        if "\0" not in text:
            return text, "utf-8"
        return _utf16(data) or (text, "utf-8")
    if found := _utf16(data):
        return found
    # a page that declares another Chinese encoding (Big5) is believed where that decodes it without a flaw
    candidates = ["gb18030"]
    if declared and declared.lower() in _DECLARED:
        candidates.insert(0, declared)
    implausible = False
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            furthest = max(furthest, error.start)
        except LookupError:
            continue
        else:
            if encoding != "gb18030" or _plausible(text):
                return text, encoding
            implausible = True
    if implausible:
        raise InputError(
            _("The encoding of the text is not known."),
            why=_("The bytes are valid GB18030, but the characters that they give are not those of Chinese text."),
            mend=_(_SAVE_AS_UTF8),
        )
    raise _undecodable(furthest, data)


def _utf16(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark, where that is clear: one byte order gives common characters, the other does not."""
    if len(data) % 2:
        return None
    shares: dict[str, float] = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data[:_SAMPLE].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < min(len(data), _SAMPLE) - 2:  # not merely a pair cut in two by the sample
                continue
            text = data[: error.start].decode(encoding)
        shares[encoding] = len(_COMMON.findall(text)) / max(1, len(text))
    best = max(shares, key=shares.__getitem__, default=None)
    if best is None or shares[best] < 0.9 or any(share > 0.6 for name, share in shares.items() if name != best):
        return None
    try:
        return data.decode(best), best
    except UnicodeDecodeError:
        return None


def _plausible(text: str) -> bool:
    """Whether GB18030 gave Chinese text: most characters are those of GB 2312 level 1 (the 3755 most used).

    Big5 and Latin bytes often decode as GB18030 too, into characters that nobody writes.
    """
    sample = text[:_SAMPLE]
    wide = "".join(c for c in sample if not c.isascii())
    usual = sum(1 for pair in (c.encode("gb18030") for c in wide) if _usual(pair))
    return usual >= 0.6 * len(wide)


def _usual(pair: bytes) -> bool:
    if len(pair) != 2 or pair[1] < 0xA1:
        return False
    return 0xB0 <= pair[0] <= 0xD7 or 0xA1 <= pair[0] <= 0xA3


def _undecodable(offset: int, data: bytes) -> InputError:
    return InputError(
        _("The encoding of the text is not known."),
        why=_("Byte {offset} (hexadecimal {value}) is valid neither in UTF-8 nor in UTF-16 nor in GB18030.").format(
            offset=offset, value=data[offset : offset + 1].hex().upper()
        ),
        mend=_(_SAVE_AS_UTF8),
    )
