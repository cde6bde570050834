"""Runs Samba in a network of its own for those who may not listen on ports 389 and 636, which it insists on.

Started as `unshare -rn python3 samba_relay.py SMB_CONF LDAP_SOCKET LDAPS_SOCKET` with two listening sockets that
were opened outside; whatever comes in there is passed to Samba's own ports in here, and back. Prints Samba's
process id, and ends with it. Standard library only.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import socket
import struct
import sys
from collections.abc import Awaitable, Callable

SIOCSIFFLAGS, IFF_UP = 0x8914, 0x1
Relay = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def bring_loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP))


def to_port(port: int) -> Relay:
    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            writer.close()
            return
        await asyncio.gather(copy(reader, inner_writer), copy(inner_reader, writer))

    return relay


async def copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while part := await source.read(65536):
            target.write(part)
            await target.drain()
    target.close()


async def main(smb_conf: str, *listening: str) -> None:
    bring_loopback_up()
    samba = await asyncio.create_subprocess_exec(
        *("setpriv", "--pdeathsig", "KILL", "/usr/sbin/samba", "-i", "-M", "single", "-s", smb_conf)
    )
    for handle, port in zip(listening, (389, 636), strict=True):
        await asyncio.start_server(to_port(port), sock=socket.socket(fileno=int(handle)))
    sys.stdout.write(f"{samba.pid}\n")
    sys.stdout.flush()
    await samba.wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
