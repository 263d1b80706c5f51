"""TLS in front of a server that speaks clear text only.

Arguments: the port behind, a certificate, its key, and `tls` or `starttls`. The port to
connect to is printed first. What crosses is handed on in lockstep, a reply for a line;
after STARTTLS and its 220 the client's side goes on in TLS, and the server behind takes
the handshake as done.
"""
import socket
import ssl
import sys
import threading


def reply(server, client):
    """Hands one reply on; false at the end."""
    while True:
        line = server.readline()
        client.write(line)
        if line[3:4] != b"-":
            client.flush()
            return line


def serve(plain, port, context, at_once):
    behind = socket.create_connection(("127.0.0.1", port))
    server = behind.makefile("rwb")
    try:
        if at_once:
            plain = context.wrap_socket(plain, server_side=True)
        client = plain.makefile("rwb")
        said = reply(server, client)
        # A server says nothing behind 221 and 421.
        while said and not said.startswith((b"221", b"421")):
            line = client.readline()
            if not line:
                break
            server.write(line)
            server.flush()
            said = reply(server, client)
            if line.strip().upper() == b"STARTTLS" and said.startswith(b"220"):
                plain = context.wrap_socket(plain, server_side=True)
                client = plain.makefile("rwb")
    except OSError:
        pass
    finally:
        # The end of the session is told behind before the client sees it.
        behind.shutdown(socket.SHUT_RDWR)
        server.close()
        behind.close()
        plain.close()


def main():
    port, certificate, key, mode = sys.argv[1:]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    while True:
        client, _ = listener.accept()
        threading.Thread(
            target=serve, args=(client, int(port), context, mode == "tls"), daemon=True
        ).start()


main()
