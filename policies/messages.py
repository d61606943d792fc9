"""What people read, in Chinese by default and in English with ``--lang en``, from one gettext catalogue.

Source strings are English and in the code; ``policies/locale/zh_CN`` holds the Chinese.
"""

from __future__ import annotations

import gettext
from pathlib import Path

__all__ = ["LANGUAGES", "N_", "_", "in_language", "language", "use_language"]

LANGUAGES = ("zh", "en")
_LOCALE = Path(__file__).parent / "locale"
_state: dict[str, gettext.NullTranslations] = {}
_current = "zh"


def use_language(lang: str) -> None:
    """Speak *lang* (one of LANGUAGES) from now on, in this process."""
    global _current
    if lang not in LANGUAGES:
        raise ValueError(lang)
    _current = lang


def language() -> str:
    """The language spoken now."""
    return _current


def N_(message: str) -> str:  # noqa: N802 - gettext's name for it
    """Mark *message* for the catalogue; it is looked up later, with ``_``, when the language is known."""
    return message


def _(message: str) -> str:
    """*message* in the language of this process; placeholders are filled by the caller with ``%`` or ``format``."""
    return in_language(_current, message)


def in_language(lang: str, message: str) -> str:
    """*message* in a language, whichever is spoken now."""
    if lang == "en":
        return message
    if lang not in _state:
        _state[lang] = gettext.translation("zeren", _LOCALE, languages=["zh_CN"], fallback=True)
    return _state[lang].gettext(message)
