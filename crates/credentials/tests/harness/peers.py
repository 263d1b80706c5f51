"""Clients of GNU SASL and of Cyrus SASL, without a line of compiled code.

Standard input has one case a line as JSON: library, mechanism, user, password, and
what a server says. Standard output has what the client says, in Base64: for SCRAM the
challenge is completed with the client's nonce, so it is given back as well.
"""
import base64
import ctypes
import json
import sys


def b64(octets):
    return base64.b64encode(octets).decode()


def challenge(case, first):
    """The server's message; SCRAM's begins with the nonce of the client."""
    if not case["mechanism"].startswith("SCRAM"):
        return case["challenge"].encode()
    nonce = first.split(b",r=", 1)[1]
    return b"r=" + nonce + case["challenge"].encode()


class Gsasl:
    AUTHID, PASSWORD, SERVICE, HOSTNAME, REALM = 1, 3, 5, 6, 8

    def __init__(self):
        self.lib = ctypes.CDLL("libgsasl.so.18")
        self.context = ctypes.c_void_p()
        assert self.lib.gsasl_init(ctypes.byref(self.context)) == 0

    def step(self, session, message):
        out, length = ctypes.c_void_p(), ctypes.c_size_t()
        code = self.lib.gsasl_step(
            session, message, ctypes.c_size_t(len(message)), ctypes.byref(out), ctypes.byref(length)
        )
        assert code in (0, 1), "gsasl_step: %d" % code
        return ctypes.string_at(out, length.value)

    def talk(self, case):
        session = ctypes.c_void_p()
        name = case["mechanism"].encode()
        assert self.lib.gsasl_client_start(self.context, name, ctypes.byref(session)) == 0
        for number, text in (
            (self.AUTHID, case["user"]),
            (self.PASSWORD, case["password"]),
            (self.SERVICE, "smtp"),
            (self.HOSTNAME, "mail.example.com"),
            (self.REALM, "mail.example.com"),
        ):
            self.lib.gsasl_property_set(session, number, text.encode())
        said, heard = [], []
        if case["mechanism"].startswith("SCRAM"):
            said.append(self.step(session, b""))
        heard.append(challenge(case, said[-1] if said else b""))
        said.append(self.step(session, heard[-1]))
        self.lib.gsasl_finish(session)
        return said, heard


CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int)
SIMPLE = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(ctypes.c_char_p), ctypes.c_void_p
)
SECRET = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(ctypes.c_void_p)
)
REALM = ctypes.CFUNCTYPE(
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.POINTER(ctypes.c_char_p),
)


class Entry(ctypes.Structure):
    _fields_ = [("id", ctypes.c_ulong), ("run", ctypes.c_void_p), ("context", ctypes.c_void_p)]


class Cyrus:
    USER, AUTHNAME, PASS, GETREALM = 0x4001, 0x4002, 0x4004, 0x4008

    def __init__(self):
        self.lib = ctypes.CDLL("libsasl2.so.2")
        self.user = self.secret = None
        self.kept = [SIMPLE(self.give_name), SECRET(self.give_secret), REALM(self.give_realm)]
        simple, secret, realm = (ctypes.cast(one, ctypes.c_void_p).value for one in self.kept)
        self.table = (Entry * 5)(
            Entry(self.USER, simple, None),
            Entry(self.AUTHNAME, simple, None),
            Entry(self.PASS, secret, None),
            Entry(self.GETREALM, realm, None),
            Entry(0, None, None),
        )
        assert self.lib.sasl_client_init(self.table) == 0

    def give_name(self, _, which, result, length):
        result[0] = self.user if which == self.AUTHNAME else b""
        if length:
            ctypes.cast(length, ctypes.POINTER(ctypes.c_uint))[0] = len(result[0])
        return 0

    def give_secret(self, _connection, _context, _which, result):
        result[0] = ctypes.addressof(self.secret)
        return 0

    def give_realm(self, _context, _which, _offered, result):
        result[0] = b"mail.example.com"
        return 0

    def talk(self, case):
        self.user = case["user"].encode()
        password = case["password"].encode()
        head = len(password).to_bytes(ctypes.sizeof(ctypes.c_ulong), sys.byteorder)
        self.secret = ctypes.create_string_buffer(head + password)
        connection = ctypes.c_void_p()
        code = self.lib.sasl_client_new(
            b"smtp", b"mail.example.com", None, None, None, 0, ctypes.byref(connection)
        )
        assert code == 0, "sasl_client_new: %d" % code
        out, length, name = ctypes.c_void_p(), ctypes.c_uint(), ctypes.c_char_p()
        code = self.lib.sasl_client_start(
            connection,
            case["mechanism"].encode(),
            None,
            ctypes.byref(out),
            ctypes.byref(length),
            ctypes.byref(name),
        )
        assert code in (0, 1), "sasl_client_start: %d" % code
        said, heard = [], []
        if out.value and length.value:
            said.append(ctypes.string_at(out, length.value))
        heard.append(challenge(case, said[-1] if said else b""))
        code = self.lib.sasl_client_step(
            connection,
            heard[-1],
            len(heard[-1]),
            None,
            ctypes.byref(out),
            ctypes.byref(length),
        )
        assert code in (0, 1), "sasl_client_step: %d" % code
        said.append(ctypes.string_at(out, length.value))
        self.lib.sasl_dispose(ctypes.byref(connection))
        return said, heard


peers = {}
for line in sys.stdin:
    asked = json.loads(line)
    library = asked["library"]
    if library not in peers:
        peers[library] = {"gsasl": Gsasl, "cyrus": Cyrus}[library]()
    done, told = peers[library].talk(asked)
    print(json.dumps({"said": [b64(one) for one in done], "heard": [b64(one) for one in told]}))
