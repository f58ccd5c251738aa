"""What a worker process gives up for good, through Linux's prctl(2): sockets, and outliving its parent."""

import ctypes
import errno
import platform
import signal

_PARENT_DEATH_SIGNAL, _NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 1, 38, 22, 2
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06  # of classic BPF
_NUMBER, _ARCHITECTURE = 0, 4  # offsets in struct seccomp_data
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
_SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}  # audit number of the machine, number of socket(2)


class _Step(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.POINTER(_Step)))


def close_sockets() -> bool:
    """Whether this thread, and all that it starts, can open no socket from now on; not on every system it is so."""
    if platform.system() != "Linux" or platform.machine() not in _SOCKET:
        return False
    architecture, number = _SOCKET[platform.machine()]
    steps = (_Step * 7)(
        _Step(_LOAD, 0, 0, _ARCHITECTURE),
        _Step(_JUMP_IF_EQUAL, 1, 0, architecture),
        _Step(_RETURN, 0, 0, _ALLOW),
        _Step(_LOAD, 0, 0, _NUMBER),
        _Step(_JUMP_IF_EQUAL, 0, 1, number),
        _Step(_RETURN, 0, 0, _REFUSE),
        _Step(_RETURN, 0, 0, _ALLOW),
    )
    program = _Program(len(steps), steps)
    return _prctl(_NO_NEW_PRIVILEGES, 1) and _prctl(_SECCOMP, _FILTER, ctypes.byref(program))


def die_with_parent() -> None:
    """Has the system end this process when the one that forked it ends."""
    if platform.system() == "Linux":
        _prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def _prctl(*arguments: object) -> bool:
    return int(ctypes.CDLL(None).prctl(*arguments, *(0,) * (5 - len(arguments)))) == 0
