"""The network that a visitor comes from, as a digest that can be compared and not read.

There are only four thousand million IPv4 addresses, so a plain digest would be read by trying them
all: this one is keyed, with a key that is in the secrets folder and never in the database.
"""

import hmac
import os
import tempfile
from contextlib import suppress
from ipaddress import IPv6Address, ip_address, ip_network
from pathlib import Path

from django.conf import settings

_KEY_FILE = "networks.key"
_KEY_SIZE = 32
# What a provider gives one home: an IPv4 address, or a /64 of IPv6, where a device picks its own.
_PREFIX = {4: 32, 6: 64}


def digest(address: str) -> bytes | None:
    """HMAC-SHA256 of the network of `address`; None where it tells nothing: the server's own
    address, or none at all.
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.is_loopback:
        return None
    network = ip_network((found, _PREFIX[found.version]), strict=False)
    return hmac.digest(_key(), f"network/v1|{network}".encode(), "sha256")


def _key() -> bytes:
    """The installation's key, made at first use: linked into place, so never half a key is read."""
    path = Path(settings.SECRETS) / _KEY_FILE
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=path.parent)  # Readable by its owner alone.
        with os.fdopen(descriptor, "wb") as file:
            file.write(os.urandom(_KEY_SIZE))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # Another process was first; its key counts.
            os.link(draft, path)
        os.unlink(draft)
    return path.read_bytes()
