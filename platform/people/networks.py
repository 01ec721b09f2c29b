"""The network that a visitor comes from, as a digest that can be compared and not read.

There are only four thousand million IPv4 addresses, so a plain digest would be read by trying them
all: this one is keyed, with a key that is in the secrets folder and never in the database.
"""

import hmac
from ipaddress import IPv6Address, ip_address, ip_network

from kit import secret_files

_KEY_FILE = "networks.key"
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
    return hmac.digest(secret_files.keep(_KEY_FILE), f"network/v1|{network}".encode(), "sha256")
