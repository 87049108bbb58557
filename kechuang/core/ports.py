"""Taking the port the program serves on, before any slow work. Standard library only."""

import contextlib
import errno
import socket

from kechuang.core.failures import Mendable


def listen(host: str, port: int) -> list[socket.socket]:
    """Sockets bound to `host` and `port`, one for each address of the host (localhost has two). Raises Mendable.

    They do not listen yet: the server that gets them does that when it can answer.
    """
    if not 0 < port < 65536:
        raise Mendable(f"There is no port {port}.", "Choose one from 1024 to 65535: PORT=8001 make run")
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror as error:
        raise Mendable(f"This machine has no address {host}: {error.strerror}", "Use --host localhost.") from None
    bound: list[socket.socket] = []
    failure: OSError | None = None
    for family, kind, protocol, _, address in dict.fromkeys(addresses):
        try:
            bound.append(_bound(family, kind, protocol, address))
        except OSError as error:
            if error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT):  # a machine without IPv6 still names ::1
                continue
            failure = error
            break
    if failure is None and bound:
        return bound
    for one in bound:
        one.close()
    raise _explain(failure, host, port)


def _bound(family: int, kind: int, protocol: int, address: tuple[object, ...]) -> socket.socket:
    with contextlib.ExitStack() as on_failure:
        one = on_failure.enter_context(socket.socket(family, kind, protocol))
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        one.bind(address)
        on_failure.pop_all()
        return one


def _explain(failure: OSError | None, host: str, port: int) -> Mendable:
    other = 8001 if port != 8001 else 8002
    if failure is not None and failure.errno == errno.EADDRINUSE:
        return Mendable(
            f"Port {port} is taken by another program.",
            f"Stop that program, or serve on another port: PORT={other} make run",
        )
    if failure is not None and failure.errno == errno.EACCES:
        return Mendable(
            f"Port {port} is reserved: ports under 1024 need root.", f"Serve on another port: PORT={other} make run"
        )
    said = failure.strerror if failure else "no usable address"
    return Mendable(f"Cannot serve on {host}, port {port}: {said}.", f"Try another port: PORT={other} make run")
