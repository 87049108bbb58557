"""A port that cannot be had is told before any slow work, with the way out."""

import socket

import pytest

from kechuang.core.failures import Mendable
from kechuang.core.ports import listen


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_listen_takes_every_address_of_localhost() -> None:
    port = free_port()
    sockets = listen("localhost", port)
    assert ("127.0.0.1", port) in [one.getsockname()[:2] for one in sockets]
    for one in sockets:
        one.close()


def test_listen_names_a_taken_port_and_another_to_try() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Mendable, match=f"Port {port} is taken") as failure:
            listen("localhost", port)
    assert "PORT=8001 make run" in failure.value.mend


@pytest.mark.parametrize("port", [0, 65536])
def test_listen_refuses_a_port_that_is_none(port: int) -> None:
    with pytest.raises(Mendable, match=f"There is no port {port}"):
        listen("localhost", port)


def test_listen_refuses_a_host_that_is_not_here() -> None:
    with pytest.raises(Mendable, match="no address"):
        listen("no-such-host.invalid", 8000)
