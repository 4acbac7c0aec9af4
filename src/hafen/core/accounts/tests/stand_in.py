"""A small sign-in service for the tests: OpenID Connect as far as it is used.

It keeps to the protocol, checks what a real one checks, and lies on demand.
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "hafen", "a secret of the computer centre"


class StandIn:
    """The service.

    :ivar claims: what the next token says besides the usual
    :ivar person: subject, address and whether it is proven
    """

    def __init__(self, port):
        self.issuer = f"http://127.0.0.1:{port}"
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.signing_key = self.key
        self.person = {"sub": "s-1", "email": "clara@example.org"}
        self.person["email_verified"] = True
        self.claims, self.codes = {}, {}

    def metadata(self):
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self):
        public = jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": "k1", "use": "sig", "alg": "RS256"}]}

    def authorize(self, address):
        """Return where the browser goes back to, as if the person said yes."""
        asked = {
            name: value for name, [value] in parse_qs(urlsplit(address).query).items()
        }
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT
        code = secrets.token_hex(8)
        self.codes[code] = asked
        back = urlsplit(asked["redirect_uri"]).path
        return f"{back}?code={code}&state={asked['state']}"

    def token(self, form):
        asked = self.codes.pop(form.get("code"), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            asked is None
            or challenge != asked["code_challenge"]
            or form.get("redirect_uri") != asked["redirect_uri"]
            or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET)
        ):
            return None
        now = int(time.time())
        said = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": asked["nonce"],
            **self.person,
            **self.claims,
        }
        token = jwt.encode(said, self.signing_key, "RS256", headers={"kid": "k1"})
        return {"access_token": "x", "token_type": "Bearer", "id_token": token}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        service = self.server.service
        self._answer(
            {
                "/.well-known/openid-configuration": service.metadata,
                "/keys": service.keys,
            }.get(self.path, lambda: None)()
        )

    def do_POST(self):
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {name: value for name, [value] in parse_qs(text).items()}
        self._answer(self.server.service.token(form))

    def _answer(self, found):
        self.send_response(200 if found else 400)
        self.end_headers()
        self.wfile.write(json.dumps(found or {"error": "invalid_grant"}).encode())

    def log_message(self, *_words):
        """Say nothing on the terminal of the tests."""


@contextmanager
def running():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.service = StandIn(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
