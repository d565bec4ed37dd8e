"""A child process that stops at each of its system calls: to be killed there, held there, or told that the call failed.

By ptrace through ctypes, so that no tool need be installed. Linux only; a call can be made to fail on x86-64 only.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

CAN_TRACE = sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64")
CAN_FAIL = CAN_TRACE and platform.machine() == "x86_64"
CALLS = {1: "write", 74: "fsync", 82: "rename", 83: "mkdir", 86: "link", 257: "openat"}
"""What needs room on a disk, by its number on x86-64."""

TRACEME, POKEUSER, CONT, SYSCALL, SETOPTIONS, GET_SYSCALL_INFO = 0, 6, 7, 24, 0x4200, 0x420E
TELL_CALLS_FROM_SIGNALS, END_WITH_THE_TRACER = 1, 0x100000
ENTRY = 1
RAX, ORIG_RAX = 10 * 8, 15 * 8


class Info(ctypes.Structure):
    """What the system tells of a stop: `struct ptrace_syscall_info`."""

    _fields_ = (
        ("op", ctypes.c_uint8),
        ("arch", ctypes.c_uint32),
        ("ip", ctypes.c_uint64),
        ("sp", ctypes.c_uint64),
        ("number", ctypes.c_uint64),
        ("arguments", ctypes.c_uint64 * 6),
        ("more", ctypes.c_uint64),
    )


@dataclass(frozen=True)
class Call:
    """A system call that is about to be made."""

    number: int
    arguments: tuple[int, ...]

    @property
    def name(self) -> str:
        """What it is called, '' for what needs no room."""
        return CALLS.get(self.number, "")


class Traced:
    """A child that does some work and reports a text. `calls` stops it before each system call of the work."""

    def __init__(self, work: Callable[[], str]) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
        self._libc.ptrace.restype = ctypes.c_long
        self._report, self._reporting = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            self._work(work)
        os.close(self._reporting)
        os.waitpid(self._child, 0)  # it has stopped itself
        self._ptrace(SETOPTIONS, 0, TELL_CALLS_FROM_SIGNALS | END_WITH_THE_TRACER)

    def _work(self, work: Callable[[], str]) -> None:
        code = 1
        try:
            self._libc.ptrace(TRACEME, 0, None, None)
            os.kill(os.getpid(), signal.SIGSTOP)
            os.write(self._reporting, work().encode())
            code = 0
        finally:
            os._exit(code)

    def calls(self) -> Iterator[Call]:
        """Each call of the work, before it is made. What is called to report is none of it."""
        while (signalled := self._next_stop()) is not None:
            info = Info()
            if signalled or self._ptrace(GET_SYSCALL_INFO, ctypes.sizeof(info), ctypes.addressof(info)) <= 0:
                continue
            call = Call(info.number, tuple(info.arguments))
            if info.op == ENTRY:
                if call.arguments[0] == self._reporting and call.number in (1, 64):  # write, on either machine
                    return
                yield call

    def fail(self, error: int) -> None:
        """The call at which it stands is not made, and fails for that reason."""
        self._ptrace(POKEUSER, ORIG_RAX, ctypes.c_uint64(-1).value)
        self._next_stop()
        self._ptrace(POKEUSER, RAX, ctypes.c_uint64(-error).value)

    def kill(self) -> None:
        """The end, where it stands."""
        os.kill(self._child, signal.SIGKILL)
        os.waitpid(self._child, 0)
        os.close(self._report)

    def run_on(self) -> str:
        """To its end; what it reported. Raises where it failed."""
        self._ptrace(CONT, 0, 0)
        with open(self._report, "rb") as report:
            told = report.read().decode()
        _, status = os.waitpid(self._child, 0)
        if os.waitstatus_to_exitcode(status):
            raise RuntimeError("the traced work failed; what it wrote to standard error says why")
        return told

    def _next_stop(self) -> int | None:
        """On to the next stop: 0 at a call, the number of a signal at a signal, None where it has ended."""
        self._ptrace(SYSCALL, 0, 0)
        _, status = os.waitpid(self._child, 0)
        if not os.WIFSTOPPED(status):
            return None
        stopped = os.WSTOPSIG(status)
        return 0 if stopped == signal.SIGTRAP | 0x80 else stopped

    def _ptrace(self, request: int, address: int, data: int) -> int:
        done: int = self._libc.ptrace(request, self._child, address, data)
        if done < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        return done
