"""A mail server: takes what it is given, or refuses at a moment of one's choice."""

from __future__ import annotations

import base64
import email
import email.policy
import socketserver
import threading
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Self


@dataclass(frozen=True)
class Mail:
    """`sender` and `to` are what the envelope said."""

    sender: str
    to: list[str]
    message: EmailMessage

    def part(self, kind: str) -> str:
        """The text of a part, `plain` or `html`."""
        found = self.message.get_body((kind,))
        assert found is not None
        return str(found.get_content()).replace("\r\n", "\n")


@dataclass
class _Envelope:
    sender: str = ""
    to: list[str] = field(default_factory=list)


class FakeMail:
    """`taken` is what came in. `refuse` answers an SMTP command (MAIL, RCPT, DATA, END, AUTH, QUIT) with these words.

    END is the moment after the message itself. `hang` is the command at which the server falls silent.
    """

    def __init__(self) -> None:
        self.behave()
        outer = self

        class Conversation(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                outer._talk(self)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def behave(self) -> None:
        self.taken: list[Mail] = []
        self.logins: list[tuple[str, str]] = []
        self.refuse: dict[str, str] = {}
        self.hang = ""
        self.released = threading.Event()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *trouble: object) -> None:
        self.released.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def _talk(self, line: socketserver.StreamRequestHandler) -> None:
        envelope = _Envelope()
        self._say(line, "220 fake ESMTP")
        for raw in line.rfile:
            words = raw.decode("utf-8", errors="replace").strip()
            command = words.split(" ", 1)[0].upper()
            if command == self.hang:
                self.released.wait(30)
                return
            if command in self.refuse:
                self._say(line, self.refuse[command])
            elif command == "DATA":
                self._say(line, "354 go on")
                self._say(line, self._take(envelope, self._content(line)))
            else:
                self._say(line, *self._answer(command, words, envelope))
            if command == "QUIT":
                return

    def _answer(self, command: str, words: str, envelope: _Envelope) -> list[str]:
        address = words.partition("<")[2].partition(">")[0]
        match command:
            case "EHLO":
                return ["250-fake", "250-SMTPUTF8", "250-8BITMIME", "250 AUTH PLAIN"]
            case "AUTH":
                _, name, password = base64.b64decode(words.split(" ")[2]).decode().split("\0")
                self.logins.append((name, password))
                return ["235 welcome"]
            case "MAIL":
                envelope.sender, envelope.to = address, []
            case "RCPT":
                envelope.to.append(address)
            case "QUIT":
                return ["221 bye"]
        return ["250 fine"]

    def _take(self, envelope: _Envelope, content: bytes) -> str:
        if "END" in self.refuse:
            return self.refuse["END"]
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(Mail(envelope.sender, envelope.to, message))
        return "250 taken"

    def _content(self, line: socketserver.StreamRequestHandler) -> bytes:
        lines = []
        for raw in line.rfile:
            if raw.rstrip(b"\r\n") == b".":
                break
            lines.append(raw[1:] if raw.startswith(b"..") else raw)
        return b"".join(lines)

    def _say(self, line: socketserver.StreamRequestHandler, *words: str) -> None:
        line.wfile.write("".join(f"{one}\r\n" for one in words).encode())
