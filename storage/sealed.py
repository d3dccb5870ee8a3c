"""Files of the store encrypted at rest (AES-256-GCM of `cryptography`): magic, nonce, then what only the key opens.

The file's hash is bound in, so that one file cannot stand in for another. Files from before there was a key are read as they are.
"""

from __future__ import annotations

import base64
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"SARABAN\x01"
NONCE, TAG = 12, 16
OVERHEAD = len(MAGIC) + NONCE + TAG


class KeyUnusable(Exception):
    """แฟ้มกุญแจของคลังเอกสาร (SARABAN_STORE_KEY_FILE) ใช้ไม่ได้ โปรดตรวจว่าเป็นแฟ้มที่สร้างด้วย openssl rand -base64 32 และเป็นดอกเดิม"""

    code = "store-key"

    def __init__(self) -> None:
        super().__init__(self.__doc__)


def read_key(path: Path) -> bytes:
    """The key of a file: 32 bytes as base64. Raises KeyUnusable."""
    try:
        key = base64.b64decode(path.read_text(encoding="ascii").strip(), validate=True)
    except (OSError, ValueError) as error:
        raise KeyUnusable from error
    if len(key) != 32:
        raise KeyUnusable
    return key


def is_sealed(content: bytes) -> bool:
    return content.startswith(MAGIC)


def seal(content: bytes, sha: str, key: bytes) -> bytes:
    """The content as it lies on the disk."""
    nonce = os.urandom(NONCE)
    return MAGIC + nonce + AESGCM(key).encrypt(nonce, content, sha.encode())


def unseal(content: bytes, sha: str, key: bytes | None) -> bytes:
    """What `seal` was given; content that was never sealed as it is. Raises KeyUnusable."""
    if not is_sealed(content):
        return content
    if key is None:
        raise KeyUnusable
    nonce, rest = content[len(MAGIC) : len(MAGIC) + NONCE], content[len(MAGIC) + NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, rest, sha.encode())
    except InvalidTag as error:
        raise KeyUnusable from error
