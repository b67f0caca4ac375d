"""Ctrl-C and SIGTERM: both end a command the same way, and within a second whatever it is doing."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress
from types import TracebackType

from sim.report.voice import visible

_GRACE = 0.8  # seconds in which a command can end by itself and say what is kept
_CODE = 130
_STOPPING = (signal.SIGINT, signal.SIGTERM)


class Stopping:
    """While it lasts, SIGTERM raises KeyboardInterrupt as Ctrl-C does, and a command that does not end soon is ended.

    Python hears a signal between two of its own steps only, and a compiler or a database may work for minutes within
    one. A thread of our own hears it at once. Nothing is lost when it ends the process: files appear whole or not at
    all. It does nothing outside the main thread, nor on Windows, where signals wake sockets alone.
    """

    def __init__(self, command: str) -> None:
        self._command = command
        self._ended = threading.Event()
        self._pipe: tuple[int, int] | None = None

    def __enter__(self) -> None:
        if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
            return
        reader, writer = self._pipe = os.pipe()
        os.set_blocking(writer, False)
        self._wakeup = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        self._terminated = signal.getsignal(signal.SIGTERM)
        if self._terminated == signal.SIG_DFL:
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        threading.Thread(target=self._watch, args=(reader,), daemon=True).start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        if self._pipe is not None:
            signal.set_wakeup_fd(self._wakeup)
            signal.signal(signal.SIGTERM, self._terminated)
            os.close(self._pipe[1])  # the thread reads to the end, and ends

    def _watch(self, reader: int) -> None:
        with os.fdopen(reader, "rb", buffering=0) as signals:
            while heard := signals.read(1):
                if heard[0] in _STOPPING and not self._ended.wait(_GRACE) and not self._ended.is_set():
                    self._end()

    def _end(self) -> None:
        words = f"interrupted; what was finished is kept; this starts again or goes on: {self._command}"
        with suppress(OSError, ValueError):
            os.write(sys.stderr.fileno(), f"{''.join(map(visible, words))}\n".encode(errors="replace"))
        os._exit(_CODE)
