"""Lines to pages that follow a battle: uvicorn's WebSocket, which also refuses a handshake that it cannot read."""

from __future__ import annotations

from typing import Final

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

UNREADABLE: Final = b"HTTP/1.1 431 Request Header Fields Too Large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
#: Bytes that may wait for who does not read, beyond what one frame needs; and pieces of a message that has no end.
MOST_UNREAD: Final = 8 << 20
MOST_PIECES: Final = 64


class Line(WebSocketsSansIOProtocol):
    """A WebSocket. Heads longer than its parser takes would leave the connection open and unanswered.

    Pings are answered whether their answers are read or not, and empty pieces of a message have no size: both are
    bounded here, since uvicorn does not.
    """

    def data_received(self, data: bytes) -> None:
        """Take what came; end the connection where it is no handshake, and where it makes memory grow."""
        super().data_received(data)
        if self.conn.handshake_exc is not None and not self.handshake_initiated and not self.transport.is_closing():
            self.transport.write(UNREADABLE)
            self.transport.close()
        if len(self.frames) > MOST_PIECES or self.transport.get_write_buffer_size() > MOST_UNREAD:
            self.transport.abort()
