"""The server of Cyrus SASL, without a line of compiled code: it decides whether what a
client says is right.

The argument is the file of a password database, which is made. Standard input has one
JSON text a line and gets one for each: a case (mechanism, user, password) is answered
with the server's first message, or none where the client begins; `say` with the next
message, and with the library's code, 0 being a login.
"""
import base64
import ctypes
import json
import sys

OK, CONTINUE = 0, 1
CREATE = 1
GETOPT = 1
HOST = b"mail.example.com"
OPTIONS = {
    b"sasldb_path": sys.argv[1].encode(),
    b"pwcheck_method": b"auxprop",
    b"auxprop_plugin": b"sasldb",
}

OPTION = ctypes.CFUNCTYPE(
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_char_p,
    ctypes.c_char_p,
    ctypes.POINTER(ctypes.c_char_p),
    ctypes.POINTER(ctypes.c_uint),
)


class Entry(ctypes.Structure):
    _fields_ = [("id", ctypes.c_ulong), ("run", ctypes.c_void_p), ("context", ctypes.c_void_p)]


def option(_context, _plugin, name, result, length):
    if name not in OPTIONS:
        return -1
    result[0] = OPTIONS[name]
    if length:
        length[0] = len(OPTIONS[name])
    return 0


lib = ctypes.CDLL("libsasl2.so.2")
kept = OPTION(option)
table = (Entry * 2)(
    Entry(GETOPT, ctypes.cast(kept, ctypes.c_void_p).value, None), Entry(0, None, None)
)
assert lib.sasl_server_init(table, b"saslab") == OK
connection = ctypes.c_void_p()


def begin(case):
    global connection
    if connection:
        lib.sasl_dispose(ctypes.byref(connection))
    connection = ctypes.c_void_p()
    code = lib.sasl_server_new(
        b"smtp", HOST, HOST, None, None, None, 0, ctypes.byref(connection)
    )
    assert code == OK, "sasl_server_new: %d" % code
    user, password = case["user"].encode(), case["password"].encode()
    code = lib.sasl_setpass(connection, user, password, len(password), None, 0, CREATE)
    assert code == OK, "sasl_setpass: %d" % code
    if case["mechanism"].startswith("SCRAM"):
        return CONTINUE, None
    out, length = ctypes.c_void_p(), ctypes.c_uint()
    code = lib.sasl_server_start(
        connection,
        case["mechanism"].encode(),
        None,
        0,
        ctypes.byref(out),
        ctypes.byref(length),
    )
    return code, ctypes.string_at(out, length.value)


def say(mechanism, message):
    out, length = ctypes.c_void_p(), ctypes.c_uint()
    arguments = (message, len(message), ctypes.byref(out), ctypes.byref(length))
    if mechanism is not None:
        code = lib.sasl_server_start(connection, mechanism, *arguments)
    else:
        code = lib.sasl_server_step(connection, *arguments)
    return code, ctypes.string_at(out, length.value) if out.value else b""


mechanism = None
for line in sys.stdin:
    asked = json.loads(line)
    if "mechanism" in asked:
        code, said = begin(asked)
        mechanism = asked["mechanism"].encode() if said is None else None
        said = said or b""
    else:
        code, said = say(mechanism, base64.b64decode(asked["say"]))
        mechanism = None
    print(json.dumps({"code": code, "says": base64.b64encode(said).decode()}), flush=True)
