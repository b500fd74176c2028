"""Lines to pages that follow a battle: uvicorn's WebSocket, which also refuses a handshake that it cannot read."""

from __future__ import annotations

from typing import Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

UNREADABLE: Final = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


class Line(WebSocketsSansIOProtocol):
    """A WebSocket. Heads longer than its parser takes would leave the connection open and unanswered."""

    def data_received(self, data: bytes) -> None:
        """Take what came; end the connection where it is no handshake."""
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.handshake_initiated and not self.transport.is_closing():
            self.transport.write(UNREADABLE)
            self.transport.close()
