"""Attacks on the server: each is a request as bytes on a socket, and each is refused, by a code from 400 to 499.

What they try is what the OWASP Web Security Testing Guide 4.2 lists for a server on a machine where a person browses:
DNS rebinding (CWE-350), cross-site requests (CWE-352), paths that lead out (CWE-22), smuggled and oversized requests
(CWE-444, CWE-770), guessed and replayed credentials (CWE-287), injected names (CWE-20).
"""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Any

import pytest

from shieldwall.server.gate import LARGEST_BODY, LARGEST_TEXT, LONGEST_ADDRESS

HOST, COOKIE, ORIGIN = "{host}", "{cookie}", "{origin}"
RUN = "/api/runs/battery"
DRAFTS, DRAFT = "/api/drafts", "/api/drafts/one-battery"
OPENING, WHOLE = '{"from": {"scenario": "one-battery"}}', '{"version": 1, "text": "x"}'
LIVE, FRAMES = "/api/live/live-one-battery", "/api/live/live-one-battery/frames"
KEYS = ("Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
STUDIES, STUDY = "/api/studies", "/api/studies/one-battery"
BUT_FOR = f"{RUN}/threats/red/valley-pair/1/but-for"


def get(path: str, *heads: str, host: str = HOST, cookie: str | None = COOKIE, method: str = "GET") -> str:
    """A request without a body."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", *heads, "Connection: close"]
    return "\r\n".join(lines + ([f"Cookie: {cookie}"] if cookie is not None else [])) + "\r\n\r\n"


def post(path: str, body: str = '{"draws": 20}', *heads: str, origin: str | None = ORIGIN, **how: Any) -> str:
    """A request with a body in JSON."""
    said = ["Content-Type: application/json", *([f"Origin: {origin}"] if origin is not None else []), *heads]
    if not any(head.lower().startswith(("content-length", "transfer-encoding")) for head in heads):
        said.append(f"Content-Length: {len(body.encode())}")
    return get(path, *said, method="POST", **how) + body


def put(path: str, body: str, **how: Any) -> str:
    """A request that puts a body in JSON."""
    return post(path, body, **how).replace("POST", "PUT", 1)


def changing(*pairs: str) -> str:
    """Changes of paths and values in turn to the first version of a draft."""
    said = (f'{{"path": "{path}", "value": "{value}"}}' for path, value in zip(pairs[::2], pairs[1::2], strict=True))
    return f'{{"version": 1, "changes": [{", ".join(said)}]}}'


def naming(path: str, name: str) -> str:
    """Another name for what stands at a path of the first version of a draft."""
    return f'{{"version": 1, "changes": [{{"path": "{path}", "rename": "{name}"}}]}}'


def line(path: str = FRAMES, *heads: str, origin: str | None = ORIGIN, **how: Any) -> str:
    """The handshake of a WebSocket."""
    said = [f"Origin: {origin}"] if origin is not None else []
    asked = get(path, *KEYS, *said, *heads, **how)
    return asked.replace("Connection: close", "Connection: Upgrade", 1)


ATTACKS = {
    # Names that were pointed to this machine: DNS rebinding.
    "a foreign host": get("/api/start", host="evil.example:{port}"),
    "a foreign host without a port": get("/api/start", host="evil.example"),
    "our address as a part of a foreign host": get("/api/start", host="127.0.0.1:{port}.evil.example"),
    "a host with somebody before it": get("/api/start", host="evil.example@127.0.0.1:{port}"),
    "another port of this machine": get("/api/start", host="127.0.0.1:1"),
    "another address of this machine": get("/api/start", host="127.0.0.2:{port}"),
    "the address that means all": get("/api/start", host="0.0.0.0:{port}"),
    "our address as one number": get("/api/start", host="2130706433:{port}"),
    "an empty host": get("/api/start", host=""),
    "no host": "GET /api/start HTTP/1.1\r\nCookie: {cookie}\r\n\r\n",
    "two hosts": get("/api/start", "Host: evil.example"),
    "a whole foreign address": get("http://evil.example/api/start", host="evil.example"),
    "a forwarded host": get("/api/start", "X-Forwarded-Host: {host}", host="evil.example"),
    # Who was not let in.
    "no cookie": get("/api/start", cookie=None),
    "no cookie for the page": get("/", cookie=None),
    "no cookie for a file of the page": get("/assets/map.mjs", cookie=None),
    "an empty cookie": get("/api/start", cookie="shieldwall-{port}="),
    "a guessed cookie": get("/api/start", cookie="shieldwall-{port}=" + "A" * 43),
    "the token as cookie": get("/api/start", cookie="shieldwall-{port}={token}"),
    "the cookie of another port": get("/api/start", cookie="shieldwall-1={session}"),
    "a cookie that is none": get("/api/start", cookie="\x01\x02;;==;"),
    "a wrong token": get("/?token=wrong", cookie=None),
    "an empty token": get("/?token=", cookie=None),
    "a token that is no text": get("/?token=%ff%fe", cookie=None),
    "a token among too many fields": get("/?token={token}&" + "a&" * 64, cookie=None),
    "the token elsewhere": get("/api/start?token={token}", cookie=None),
    "the token in a head": get("/api/start", "Authorization: Bearer {token}", cookie=None),
    # Pages of others in the same browser.
    "a foreign page reads": get("/api/start", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors"),
    "a page of another port reads": get("/api/start", "Sec-Fetch-Site: same-site"),
    "a foreign page shows our film as a picture": get(f"{RUN}/film", "Sec-Fetch-Site: cross-site",
                                                      "Sec-Fetch-Mode: no-cors", "Sec-Fetch-Dest: image"),
    "a foreign page frames ours": get("/", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate",
                                      "Sec-Fetch-Dest: iframe"),
    "a foreign page writes": post(BUT_FOR, origin="http://evil.example"),
    "a page without an origin writes": post(BUT_FOR, origin=None),
    "a file on this machine writes": post(BUT_FOR, origin="null"),
    "a page of another port writes": post(BUT_FOR, origin="http://127.0.0.1:1"),
    "a page of another name of ours writes": post(BUT_FOR, origin="http://localhost:{port}"),
    "a secure page writes": post(BUT_FOR, origin="https://{host}"),
    "two origins": post(BUT_FOR, '{"draws": 20}', "Origin: http://evil.example"),
    "a form is sent": post(BUT_FOR, "draws=20", "Content-Type: application/x-www-form-urlencoded",
                           origin="http://evil.example"),
    "asking leave to write": get(BUT_FOR, "Origin: http://evil.example", "Access-Control-Request-Method: POST",
                                 method="OPTIONS"),
    # Paths that lead out of the page and of the runs.
    "up and out": get("/../secret.html"),
    "up and out, escaped": get("/%2e%2e/secret.html"),
    "up and out, escaped twice": get("/%252e%252e/secret.html"),
    "up and out by backslash": get("/..%5csecret.html"),
    "up and out of a folder": get("/assets/../../secret.html"),
    "up and out with dots that are more": get("/....//secret.html"),
    "an absolute path": get("//etc/passwd"),
    "a path with a zero byte": get("/index.html%00.png"),
    "the folder itself": get("/assets/"),
    "a run by its path": get("/api/runs/%2Fruns%2Fbattery"),
    "a run from above": get("/api/runs/../../etc"),
    "a run by a name that runs code": get("/api/runs/__import__('os')"),
    "a unit by a path": get(f"{RUN}/units/../../../../etc/passwd"),
    "a threat by a path": get(f"{RUN}/threats/%2e%2e%2f%2e%2e%2fetc%2fpasswd"),
    "a tile by a path": get(f"{RUN}/terrain/1/1/%2e%2e%2f1.png"),
    "a scenario by its path": post("/api/scenarios/..%2F..%2Fevil.yaml/run", ""),
    "the file of a scenario": post("/api/scenarios/one-battery.yaml/run", ""),
    "the picture of a path": get("/api/scenarios/..%2F..%2Fevil/picture/dark"),
    "the picture of a file": get("/api/scenarios/one-battery.yaml/picture/dark"),
    "a picture in colours from a path": get("/api/scenarios/one-battery/picture/..%2f..%2fsecret"),
    "a picture that is written": post("/api/scenarios/one-battery/picture/dark", ""),
    "documents of the interface": get("/docs"),
    "the list of the interface": get("/openapi.json"),
    # Drafts: texts of scenarios, which name files and may be of any length.
    "a draft of a path": post(DRAFTS, '{"from": {"scenario": "../../etc/passwd"}}'),
    "a draft of a file": post(DRAFTS, '{"from": {"file": "/etc/passwd"}}'),
    "a draft of a run by its path": post(DRAFTS, '{"from": {"run": "/runs/battery"}}'),
    "a draft of nothing": post(DRAFTS, '{"from": {}}'),
    "a draft of two things": post(DRAFTS, '{"from": {"scenario": "one-battery", "run": "battery"}}'),
    "a draft that is new and of a run": post(DRAFTS, '{"from": {"new": true, "run": "battery"}}'),
    "a draft that is not new": post(DRAFTS, '{"from": {"new": false}}'),
    "a file that a foreign page takes": post(f"{DRAFT}/reload", '{"version": 1}', origin="http://evil.example"),
    "a file that is named": post(f"{DRAFT}/reload", '{"version": 1, "file": "/etc/passwd"}'),
    "a file of a draft without one": post(f"{DRAFT}/reload", '{"version": 1}'),
    "a file taken by reading": get(f"{DRAFT}/reload"),
    "a draft that a foreign page opens": post(DRAFTS, OPENING, origin="http://evil.example"),
    "a draft that a form opens": post(DRAFTS, "from=one-battery", "Content-Type: application/x-www-form-urlencoded"),
    "a draft by a path": get(f"{DRAFTS}/%2e%2e%2f%2e%2e%2fetc%2fpasswd"),
    "a draft of nobody": get(f"{DRAFTS}/nobody"),
    "an edit by a foreign page": put(DRAFT, WHOLE, origin="http://evil.example"),
    "an edit without an origin": put(DRAFT, WHOLE, origin=None),
    "an edit without a cookie": put(DRAFT, WHOLE, cookie=None),
    "an edit of an old version": put(DRAFT, '{"version": 2147483648, "text": ""}'),
    "an edit of no version": put(DRAFT, '{"text": "x"}'),
    "an edit of a version that is text": put(DRAFT, '{"version": "1", "text": "x"}'),
    "an edit that is no text": put(DRAFT, '{"version": 1, "text": ["x"]}'),
    "an edit with half a sign": put(DRAFT, '{"version": 1, "text": "\\ud800"}'),
    "a text too long": put(DRAFT, '{"version": 1, "text": "' + "x" * ((1 << 20) + 1) + '"}'),
    "a text that takes more room than any": put(DRAFT, '{"version": 1, "text": "' + "x" * LARGEST_TEXT + '"}'),
    "a change of a path that leads nowhere": post(f"{DRAFT}/changes", changing("blue.__class__.__init__", "1")),
    "a change of an item beyond the last": post(f"{DRAFT}/changes", changing("red.routes.valley.99", "44 N 20 E")),
    "a change that breaks out of its place": post(f"{DRAFT}/changes", changing("title", "x\\nterrain: /etc/passwd")),
    "a change that names an object": post(f"{DRAFT}/changes", changing("title", "!!python/object:os.system x")),
    "a change that is no value": post(f"{DRAFT}/changes", '{"version": 1, "changes": [{"path": "a", "value": {}}]}'),
    "a change without end": post(f"{DRAFT}/changes", '{"version": 1, "changes": [{"path": "lasts", "value": 1e999}]}'),
    "an item behind one that is not there": post(f"{DRAFT}/changes", changing("red.routes.valley.99+", "44 N 20 E")),
    "an item before the first": post(f"{DRAFT}/changes", changing("red.routes.valley.-1+", "44 N 20 E")),
    "an item that ends its list": post(f"{DRAFT}/changes", changing("red.routes.valley.1+", "x]\\nterrain: [/etc")),
    "an item of no list": post(f"{DRAFT}/changes", changing("title+", "x")),
    "changes of nothing": post(f"{DRAFT}/changes", '{"version": 1, "changes": []}'),
    "one path changed twice": post(f"{DRAFT}/changes", changing("title", "a", "title", "b")),
    "a name that breaks out of its place": post(f"{DRAFT}/changes", naming("places.depot", "a: 1}\\nterrain: /etc")),
    "a name that is a path": post(f"{DRAFT}/changes", naming("places.depot", "../../etc/passwd")),
    "a name that is an object": post(f"{DRAFT}/changes", naming("places.depot", "__class__")),
    "a name without end": post(f"{DRAFT}/changes", naming("places.depot", "x" * 65)),
    "a name of nothing": post(f"{DRAFT}/changes", naming("blue.__class__.__init__", "x")),
    "a name of what is no mapping": post(f"{DRAFT}/changes", naming("red.routes.valley.1", "x")),
    "a net beyond all numbers": post(f"{DRAFT}/changes", naming("blue.links." + "9" * 500, "x")),
    "a name and a value at once": post(
        f"{DRAFT}/changes", '{"version": 1, "changes": [{"path": "places.depot", "rename": "x", "value": "y"}]}'
    ),
    "a name by a foreign page": post(f"{DRAFT}/changes", naming("places.depot", "x"), origin="http://evil.example"),
    "saving what came from no file": post(f"{DRAFT}/save", '{"version": 1}'),
    "saving elsewhere": post(f"{DRAFT}/save", '{"version": 1, "path": "/evil.yaml"}'),
    "saving by a foreign page": post(f"{DRAFT}/save", '{"version": 1}', origin="http://evil.example"),
    "closing a draft of nobody": post(f"{DRAFTS}/nobody/close", ""),
    "running a draft by reading it": get(f"{DRAFT}/run"),
    "running a draft by a foreign page": post(f"{DRAFT}/run", "", origin="http://evil.example"),
    "downloading a file": get(f"{DRAFTS}/..%2f..%2fetc%2fpasswd/download"),
    "a unit put nowhere": post(f"{DRAFT}/coverage", '{"unit": "pantsir", "at": [NaN, 44]}'),
    "a unit put off the earth": post(f"{DRAFT}/coverage", '{"unit": "pantsir", "at": [20, 91]}'),
    "a unit put on the other side": post(f"{DRAFT}/coverage", '{"unit": "pantsir", "at": [-160, -44]}'),
    "a unit of nobody": post(f"{DRAFT}/coverage", '{"unit": "../pantsir", "at": [20, 44]}'),
    "coverage without end": post(f"{DRAFT}/coverage", '{"unit": "pantsir", "at": [20, 44], "height": 1e308}'),
    "a tile of a draft beyond the last": get(f"{DRAFT}/terrain/3/99999/0.png"),
    "a profile of a draft to nowhere": get(f"{DRAFT}/profile?from=20,45&to=nan,nan"),
    "a catalogue of nobody": get("/api/catalogue?draft=nobody"),
    "a question to the catalogue without end": get("/api/catalogue?q=" + "a" * 1000),
    "a schema of a path": get("/api/schema/..%2f..%2fetc%2fpasswd"),
    # Studies: they are fought, they are kept in folders, and their battles are named by numbers.
    "a study by its path": post(STUDIES, '{"study": "../../evil.yaml"}'),
    "a study of a folder": post(STUDIES, '{"folder": "/etc"}'),
    "a study of a run by its path": post(STUDIES, '{"run": "/runs/battery"}'),
    "a study of nothing": post(STUDIES, "{}"),
    "a study of two things": post(STUDIES, '{"study": "s400-or-not", "run": "battery"}'),
    "a study that a foreign page holds": post(STUDIES, '{"run": "battery"}', origin="http://evil.example"),
    "a study by a path in the address": get(f"{STUDIES}/%2e%2e%2f%2e%2e%2fetc%2fpasswd"),
    "a study of nobody": get(f"{STUDIES}/nobody"),
    "a study that a foreign page starts": post(f"{STUDY}/start", "{}", origin="http://evil.example"),
    "a study started without an origin": post(f"{STUDY}/start", "{}", origin=None),
    "a study started without a cookie": post(f"{STUDY}/start", "{}", cookie=None),
    "a study started by reading it": get(f"{STUDY}/start"),
    "battles without end": post(f"{STUDY}/start", '{"replications": 1000000000}'),
    "battles below nothing": post(f"{STUDY}/start", '{"replications": -1}'),
    "a battle alone": post(f"{STUDY}/start", '{"replications": 1}'),
    "battles that are text": post(f"{STUDY}/start", '{"replications": "__import__(\'os\')"}'),
    "a precision that is none": post(f"{STUDY}/start", '{"precision": NaN}'),
    "a precision of nothing": post(f"{STUDY}/start", '{"precision": 0}'),
    "two budgets": post(f"{STUDY}/start", '{"replications": 10, "precision": 0.1}'),
    "workers of somebody": post(f"{STUDY}/start", '{"workers": "tcp://evil.example:8786"}'),
    "a folder to fight in": post(f"{STUDY}/start", '{"out": "/etc"}'),
    "a study that a foreign page stops": post(f"{STUDY}/stop", "", origin="http://evil.example"),
    "a study stopped by reading it": get(f"{STUDY}/stop"),
    "a study that a foreign page closes": post(f"{STUDY}/close", "", origin="http://evil.example"),
    "closing a study of nobody": post(f"{STUDIES}/nobody/close", ""),
    "a measure by a path": get(f"{STUDY}/measures/..%2f..%2fetc%2fpasswd"),
    "a measure that is a column": get(f"{STUDY}/measures/replication"),
    "a curve of a column": get(f"{STUDY}/settling/replication"),
    "a spread of a column": get(f"{STUDY}/spread/replication"),
    "a spread by a path": get(f"{STUDY}/spread/..%2f..%2fetc%2fpasswd"),
    "a factor by a path": get(f"{STUDY}/drivers/leakers/..%2f..%2fetc%2fpasswd"),
    "a factor without end": get(f"{STUDY}/drivers/leakers/" + "a" * 1000),
    "drivers of an option by a path": get(f"{STUDY}/drivers/leakers?option=../../etc/passwd"),
    "the battles of a study by a path": get(f"{STUDIES}/..%2fone-battery/battles"),
    "a cell by a path": get(f"{STUDY}/measures/leakers?cell=../../etc/passwd"),
    "a cell without end": get(f"{STUDY}/measures/leakers?cell=" + "a" * 1000),
    "a battle that was not fought": post(f"{STUDY}/replays", '{"cell": "as-written", "replication": 7}'),
    "a battle below nothing": post(f"{STUDY}/replays", '{"cell": "as-written", "replication": -7}'),
    "a battle without end": post(f"{STUDY}/replays", '{"cell": "as-written", "replication": ' + "9" * 400 + "}"),
    "a battle of no cell": post(f"{STUDY}/replays", '{"cell": "nobody", "replication": 7}'),
    "a replay by a foreign page": post(f"{STUDY}/replays", '{"cell": "as-written", "replication": 7}',
                                       origin="http://evil.example"),
    "leaks of what was not fought": post(f"{STUDY}/leaks", '{"cell": "as-written", "battles": 20}'),
    "leaks without end": post(f"{STUDY}/leaks", '{"cell": "as-written", "battles": 201}'),
    "leaks of no battle": post(f"{STUDY}/leaks", '{"cell": "as-written", "battles": 0}'),
    "leaks by a foreign page": post(f"{STUDY}/leaks", '{"cell": "as-written"}', origin="http://evil.example"),
    "a sample of too little": post(f"{STUDY}/sample", ""),
    "a sample by a foreign page": post(f"{STUDY}/sample", "", origin="http://evil.example"),
    "a sample without a cookie": post(f"{STUDY}/sample", "", cookie=None),
    "a sample by reading it": get(f"{STUDY}/sample"),
    "where threats of nobody ended": get(f"{STUDIES}/nobody/ends"),
    "a report of too little": post(f"{STUDY}/report", ""),
    "a report by a foreign page": post(f"{STUDY}/report", "", origin="http://evil.example"),
    "a report that is not there": get(f"{STUDY}/report"),
    # Two runs, by names from a list; and a run fought once more.
    "a comparison with a path": get("/api/compare?left=battery&right=..%2F..%2Fetc%2Fpasswd"),
    "a comparison with a folder": get("/api/compare?left=%2Fruns%2Fbattery&right=battery"),
    "a comparison with nobody": get("/api/compare?left=battery&right=nobody"),
    "a comparison with nothing": get("/api/compare?left=battery"),
    "a comparison with a draft": get("/api/compare?left=battery&right=one-battery"),
    "a comparison without end": get("/api/compare?left=battery&right=" + "a" * 1000),
    "a comparison that steers a terminal": get("/api/compare?left=battery&right=%1b%5b2J"),
    "a comparison that is sent": post("/api/compare?left=battery&right=battery", ""),
    "fighting again by reading it": get(f"{RUN}/again"),
    "fighting again by a foreign page": post(f"{RUN}/again", '{"seed": 2}', origin="http://evil.example"),
    "fighting again without an origin": post(f"{RUN}/again", '{"seed": 2}', origin=None),
    "fighting again without a cookie": post(f"{RUN}/again", '{"seed": 2}', cookie=None),
    "fighting again on the luck it had": post(f"{RUN}/again", "{}"),
    "fighting again on no luck": post(f"{RUN}/again", '{"seed": -1}'),
    "fighting again on luck without end": post(f"{RUN}/again", '{"replication": 99999999999999999999}'),
    "fighting again on luck that is text": post(f"{RUN}/again", '{"seed": "2"}'),
    "fighting again under a doctrine": post(f"{RUN}/again", '{"seed": 2, "doctrine": "evil.py"}'),
    "fighting again by a path": post("/api/runs/..%2Fbattery/again", '{"seed": 2}'),
    # Numbers that cannot be.
    "a tile beyond the last": get(f"{RUN}/terrain/3/99999/0.png"),
    "a tile before the first": get(f"{RUN}/terrain/3/-1/0.png"),
    "a tile in paint that is text": get(f"{RUN}/terrain/3/4/2.png?paint=<script>"),
    "a tile in paint without end": get(f"{RUN}/terrain/3/4/2.png?paint={'101010-' * 5000}50"),
    "a zoom without end": get(f"{RUN}/terrain/1000000000/0/0.png"),
    "a height that is no number": get(f"{RUN}/coverage?height=nan"),
    "a height without end": get(f"{RUN}/coverage?height=inf"),
    "a target without end": get(f"{RUN}/coverage?rcs=1e308"),
    "a profile round the earth": get(f"{RUN}/profile?from=-179,0&to=179,80"),
    "a profile to nowhere": get(f"{RUN}/profile?from=20,45&to=nan,nan"),
    "a row beyond the log": get(f"{RUN}/events/2147483647"),
    "a row with a sign": get(f"{RUN}/events/-1"),
    "a number of many digits": get(f"{RUN}/events/" + "9" * 1000),
    "a job of nobody": get("/api/jobs/77777"),
    "stopping a job by a foreign page": post("/api/jobs/1/stop", "", origin="http://evil.example"),
    "stopping a job without an origin": post("/api/jobs/1/stop", "", origin=None),
    "stopping a job without a cookie": post("/api/jobs/1/stop", "", cookie=None),
    "stopping a job by reading it": get("/api/jobs/1/stop"),
    "stopping a job of nobody": post("/api/jobs/77777/stop", ""),
    "stopping all jobs": post("/api/jobs/*/stop", ""),
    "stopping a job below nothing": post("/api/jobs/-1/stop", ""),
    "stopping a job of many digits": post("/api/jobs/" + "9" * 400 + "/stop", ""),
    "draws without end": post(BUT_FOR, '{"draws": 1000000000}'),
    "draws that are text": post(BUT_FOR, '{"draws": "__import__(\'os\')"}'),
    "a key that is none": post(BUT_FOR, '{"draws": 20, "doctrine": "evil.py"}'),
    "a body that is no JSON": post(BUT_FOR, "{"),
    "a body nested a thousandfold": post(BUT_FOR, "[" * 30_000),
    "a body that is no text": post(BUT_FOR, "\x00\x01\x02"),
    "a name that steers a terminal": get(f"{RUN}/threats/%1b%5b2Jred"),
    "a name that is a script": get(f"{RUN}/threats/%3Cscript%3Ealert(1)%3C%2Fscript%3E"),
    "a name of a thousand signs": get(f"{RUN}/threats/" + "a" * 1000),
    # Requests that are too large, or two in one.
    "a body too large": post(BUT_FOR, "x" * (LARGEST_BODY + 1)),
    "a body that says it is too large": post(BUT_FOR, "", "Content-Length: 99999999999"),
    "a body with a length below nothing": post(BUT_FOR, "", "Content-Length: -1"),
    "a body with two lengths": post(BUT_FOR, "", "Content-Length: 0", "Content-Length: 10"),
    "a body in pieces without end": post(BUT_FOR, "3000\r\n" + "x" * 0x3000 + "\r\n", "Transfer-Encoding: chunked")
    + ("3000\r\n" + "x" * 0x3000 + "\r\n") * 7,
    "a body both in pieces and of a length": post(BUT_FOR, "0\r\n\r\n", "Transfer-Encoding: chunked",
                                                  "Content-Length: 6") + "GET /api/start HTTP/1.1\r\n\r\n",
    "an address too long": get("/api/start?" + "a" * LONGEST_ADDRESS),
    "a head too long": get("/api/start", "X-Long: " + "a" * 100_000),
    "a head with a line of its own": get("/api/start\r\nX-Evil: 1"),
    "no HTTP at all": "\x16\x03\x01\x02\x00\x01\x00\r\n\r\n",
    # Ways of asking that there are none.
    "putting a run": get(RUN, "Origin: {origin}", method="PUT"),
    "deleting a run": get(RUN, "Origin: {origin}", method="DELETE"),
    "patching a run": get(RUN, "Origin: {origin}", method="PATCH"),
    "tracing": get("/api/start", method="TRACE"),
    "connecting through": get("evil.example:80", method="CONNECT"),
    "reading what only does something": get("/api/scenarios/one-battery/run"),
    "doing what only reads": post(RUN, ""),
    # Lines to battles that go on: a browser lets any page open one to anywhere, with the cookies of where it leads.
    "a line to nowhere": line("/api/live"),
    "a line to a run": line(RUN),
    "a line to the page": line("/"),
    "a line by a foreign page": line(origin="http://evil.example"),
    "a line by a page without an origin": line(origin=None),
    "a line by a file on this machine": line(origin="null"),
    "a line by a page of another port": line(origin="http://127.0.0.1:1"),
    "a line by a page of another name of ours": line(origin="http://localhost:{port}"),
    "a line by a secure page": line(origin="https://{host}"),
    "a line by two pages": line(FRAMES, "Origin: http://evil.example"),
    "a line across sites": line(FRAMES, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: websocket"),
    "a line by a page of the same site": line(FRAMES, "Sec-Fetch-Site: same-site"),
    "a line to a foreign host": line(host="evil.example:{port}", origin="http://evil.example:{port}"),
    "a line to two hosts": line(FRAMES, "Host: evil.example"),
    "a line without a cookie": line(cookie=None),
    "a line with a guessed cookie": line(cookie="shieldwall-{port}=" + "A" * 43),
    "a line with the token as cookie": line(cookie="shieldwall-{port}={token}"),
    "a line with the token in its address": line(f"{FRAMES}?token={{token}}", cookie=None),
    "a line to a battle of nobody": line("/api/live/live-nobody/frames"),
    "a line to a battle by its path": line("/api/live/..%2F..%2Fetc%2Fpasswd/frames"),
    "a line beyond a battle": line(f"{FRAMES}/more"),
    "a line from a place before the first": line(f"{FRAMES}?events=-1"),
    "a line from a place without end": line(f"{FRAMES}?events=99999999999999999999"),
    "a line from a place that is text": line(f"{FRAMES}?points=__import__('os')"),
    "a line with an address too long": line(f"{FRAMES}?" + "a" * LONGEST_ADDRESS),
    "a line with a head too long": line(FRAMES, "X-Long: " + "a" * 9_000),
    "a line with a cookie too long": line(cookie="{cookie}; long=" + "a" * 9_000),
    "a line with heads without end": line(FRAMES, *(f"X-{number}: 1" for number in range(200))),
    "a line with a key that is none": line().replace("dGhlIHNhbXBsZSBub25jZQ==", "short"),
    "a line with two keys": line(FRAMES, "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="),
    "a line of another version": line().replace("Version: 13", "Version: 7"),
    "a line that is posted": line().replace("GET", "POST", 1),
    "frames without a line": get(FRAMES),
    "another protocol": get(FRAMES, "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAAP__"),
    "a battle of nobody": get("/api/live/live-nobody"),
    "a battle by its path": get("/api/live/%2e%2e%2f%2e%2e%2fetc%2fpasswd"),
    "a battle that a foreign page begins": post("/api/scenarios/one-battery/live", "", origin="http://evil.example"),
    "a battle of the file of a scenario": post("/api/scenarios/..%2F..%2Fevil.yaml/live", ""),
    "a battle begun by reading": get("/api/scenarios/one-battery/live"),
    "a battle beside another": post("/api/scenarios/one-battery/live", ""),
    "the film of a battle that goes on": get("/api/runs/live-one-battery/film"),
}  # fmt: skip


def filled(live: Any, request: str) -> bytes:
    """A request with what only this start of the server knows."""
    keys = live.keys
    host = f"127.0.0.1:{keys.port}"
    for name, value in {
        "{host}": host, "{origin}": f"http://{host}", "{port}": str(keys.port), "{token}": keys.token,
        "{session}": keys.session, "{cookie}": f"{keys.cookie}={keys.session}",
    }.items():  # fmt: skip
        request = request.replace(name, value)
    return request.encode("latin-1")


def answer(live: Any, request: str) -> bytes:
    """What the server answers to a request as bytes."""
    with socket.create_connection(("127.0.0.1", live.keys.port), timeout=30.0) as line:
        # What is too large is refused before all of it was sent.
        with suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(filled(live, request))
        found = bytearray()
        while not found.endswith(b"\r\n\r\n") or b"content-length: 0" not in found:
            try:
                more = line.recv(1 << 16)
            except ConnectionResetError:
                break
            if not more:
                break
            found += more
    return bytes(found)


def test_there_are_attacks_enough() -> None:
    assert len(ATTACKS) >= 30


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_is_refused(name: str, live: Any) -> None:
    found = answer(live, ATTACKS[name])
    status = int(found.split(b" ", 2)[1])
    assert 400 <= status < 500, found[:300]
    assert b"not of the page" not in found
    assert b"root:" not in found
    assert b"Traceback" not in found


@pytest.mark.parametrize("request_", [get("/api/start"), get("/"), get("/assets/map.mjs"), get(f"{RUN}/film")])
def test_what_is_no_attack_is_answered(request_: str, live: Any) -> None:
    head = answer(live, request_).partition(b"\r\n\r\n")[0].lower()
    assert head.startswith(b"http/1.1 200")
    for said in (b"content-security-policy: default-src 'none'", b"x-content-type-options: nosniff",
                 b"x-frame-options: deny", b"referrer-policy: no-referrer"):  # fmt: skip
        assert said in head
    assert b"unsafe" not in head
    assert b"server:" not in head
    assert b"access-control-allow-origin" not in head


def test_token_opens_the_page_and_leaves_the_address(live: Any) -> None:
    head = answer(live, get("/?token={token}", cookie=None)).partition(b"\r\n\r\n")[0].lower()
    assert head.startswith(b"http/1.1 303")
    assert b"location: /\r\n" in head + b"\r\n"
    cookie = next(line for line in head.split(b"\r\n") if line.startswith(b"set-cookie: "))
    assert b"httponly" in cookie
    assert b"samesite=strict" in cookie
    assert live.keys.token.lower().encode() not in head


def test_request_that_breaks_off_does_nothing(live: Any, holdings: Any) -> None:
    before = [draft.name for draft in holdings.drafts.all()]
    request = filled(live, post(DRAFTS, OPENING, f"Content-Length: {len(OPENING) + 1}"))
    with socket.create_connection(("127.0.0.1", live.keys.port), timeout=30.0) as line:
        line.sendall(request)
        line.shutdown(socket.SHUT_WR)
        assert not line.recv(1 << 16).startswith(b"HTTP/1.1 2")
    # What came after it was answered after it.
    assert answer(live, get("/api/start")).startswith(b"HTTP/1.1 200")
    assert [draft.name for draft in holdings.drafts.all()] == before


def test_somebody_may_follow_a_link_to_the_page(live: Any) -> None:
    arrives = get("/", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document")
    assert answer(live, arrives).startswith(b"HTTP/1.1 200")


def test_modules_are_sent_as_scripts_and_kept(live: Any) -> None:
    head = answer(live, get("/assets/map.mjs")).partition(b"\r\n\r\n")[0].lower()
    assert b"content-type: text/javascript" in head
    assert b"immutable" in head


@pytest.mark.parametrize("path", ["/", "/index.html", RUN, f"{RUN}/film"])
def test_what_may_be_another_tomorrow_is_not_kept(path: str, live: Any) -> None:
    assert b"cache-control: no-store" in answer(live, get(path)).partition(b"\r\n\r\n")[0].lower()


def test_only_this_machine_is_listened_to(live: Any) -> None:
    with pytest.raises(OSError, match=r"refused|timed out|unreachable|not available"):
        socket.create_connection(("127.0.0.2", live.keys.port), timeout=2.0)
