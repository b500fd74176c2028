"""What lets a browser in: a token in the address that is opened, then a cookie that only this address is sent."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Keys:
    """The secrets of one start of the server, and the port that they hold for."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def address(self) -> str:
        """The address to open, with its token."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    @property
    def hosts(self) -> frozenset[str]:
        """The names by which this server may be asked; any other is a name that points here without our doing."""
        return frozenset(f"{name}:{self.port}" for name in ("127.0.0.1", "localhost", "[::1]"))

    @property
    def origins(self) -> frozenset[str]:
        """Where pages come from that may write."""
        return frozenset(f"http://{host}" for host in self.hosts)

    @property
    def cookie(self) -> str:
        """The name of the cookie; browsers share cookies between the ports of a machine."""
        return f"shieldwall-{self.port}"

    def opens(self, token: str) -> bool:
        """Whether this is the token, compared in a time that tells nothing."""
        return hmac.compare_digest(token.encode(), self.token.encode())

    def admits(self, session: str) -> bool:
        """Whether this is the session, compared in a time that tells nothing."""
        return hmac.compare_digest(session.encode(), self.session.encode())
