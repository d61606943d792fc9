"""What makes two copies the same document: its id."""

from __future__ import annotations

import hashlib

from parsers.duties import squeeze
from policies.documents import Metadata

__all__ = ["identity_of"]

_OPENING = 60  # characters, without blanks


def identity_of(metadata: Metadata, text: str) -> str:
    """16 hexadecimal digits of what stays when a text is corrected: its number; else title, issuer, date, first words.

    A copy without title and number is known by how it begins; so a word that changes further down makes a new version
    of the same document, not a second document.
    """
    if metadata.doc_number:
        basis = squeeze(metadata.doc_number)
    else:
        date = metadata.date.isoformat() if metadata.date else ""
        opening = "" if metadata.title else squeeze(text)[:_OPENING]
        basis = "|".join((squeeze(metadata.title or ""), squeeze(metadata.issuer or ""), date, opening))
    return hashlib.sha256(basis.encode("utf-8", "surrogatepass")).hexdigest()[:16]
