"""Run a function over items on a Dask cluster; results in order; a lost worker names its item.

Functions are sent by name, so brochure must be installed on the workers. Whoever reaches a scheduler can run
any code on it and its workers; so a connection to another machine uses TLS.
"""

from __future__ import annotations

import ipaddress
import logging
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from brochure.build.dask_tls import TlsFiles, connection_fault, default_folder
from brochure.build.processes import CrashError
from brochure.diagnostics.problem import BrochureError, problem

Item = TypeVar("Item")
Result = TypeVar("Result")
_LOST = object()
PATIENCE = 5  # seconds to wait for an answer of the scheduler, or for a worker
_ADDRESS = re.compile(r"(dask|tls|tcp)://(([^/\s:@]+|\[[0-9A-Fa-f:.]+\]):([0-9]{1,5}))")


def is_this_machine(host: str) -> bool:
    """Whether a host is the loopback interface: ``localhost``, 127.0.0.0/8 or ``[::1]``.

    Names are not looked up, as another machine decides what they mean.
    """
    if host.lower() == "localhost":
        return True
    try:
        found = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


@dataclass(frozen=True, slots=True)
class Dask:
    """A Dask scheduler.

    Attributes:
        address: Its ``HOST:PORT``.
        tls: Whether to connect with TLS.
        certificates: The folder of the TLS files; ``None``: those of Dask's configuration, or of the user's.
        is_local: Whether the address is this machine.
    """

    address: str
    tls: bool = False
    certificates: Path | None = None
    is_local: bool = True

    @classmethod
    def parse(cls, text: str, certificates: Path | None = None) -> Dask | None:
        """Parse ``dask://HOST:PORT``, ``tls://…`` or ``tcp://…``; ``None`` if the text has another form.

        ``dask://`` means TLS if the host is another machine or if certificates are named.
        """
        found = _ADDRESS.fullmatch(text)
        if not found or not 0 < int(found[4]) < 65536:
            return None
        scheme, address, host = found[1], found[2], found[3]
        is_local = is_this_machine(host)
        tls = scheme == "tls" or (scheme == "dask" and bool(certificates or not is_local))
        return cls(address, tls, certificates, is_local)

    def map_on_workers(self, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Yield the results of a function in the order of the items; closing the iterator cancels the rest.

        Args:
            function: A function of a module that the workers have.
            items: Its arguments, one for each call; they and the results are pickled.

        Raises:
            BrochureError: ``distributed`` is not installed (E102), the TLS files are missing or wrong (E106
                to E109), the scheduler does not answer (E103) or not with this TLS (E110 to E114), has no
                worker (E104), or a worker does not have the function (K110).
            CrashError: Workers died while they worked on an item.
        """
        client = self._connect()
        futures: list[Any] = []
        try:
            self._expect_workers(client)
            futures = client.map(function, items, pure=False)
            for index, item in enumerate(items):
                result = self._wait_for_result(client, futures[0])
                if result is _LOST:  # perhaps another item killed the worker: try this one once more
                    result = self._wait_for_result(client, client.submit(function, item, pure=False))
                if result is _LOST:
                    raise CrashError(index)
                yield result
                del futures[0]  # the workers can free the result
        finally:
            if futures and client.status == "running":
                client.cancel(futures)
            client.close(timeout=PATIENCE)

    def _connect(self) -> Any:
        try:
            import distributed
        except ImportError:
            raise BrochureError([problem("E102")]) from None
        for name in ("distributed", "tornado", *logging.root.manager.loggerDict):
            if name.startswith(("distributed", "tornado")):  # problems are reported in our own messages
                logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        # Ctrl-C ends a wait of tornado in the middle, which Python warns of
        warnings.filterwarnings("ignore", "coroutine .* was never awaited", RuntimeWarning)
        # Dask's configuration may ask for TLS everywhere
        wanted = self.tls or distributed.Security().require_encryption
        security = self._security(distributed) if wanted else None
        url = f"{'tls' if wanted else 'tcp'}://{self.address}"
        # a client that could not connect would wait for its end when it is deleted, and print a traceback
        client_class: Any = type("Client", (distributed.Client,), {"__del__": lambda _: None})
        try:
            return client_class(url, timeout=PATIENCE, set_as_default=False, security=security)
        except (OSError, ValueError) as error:
            context = security.get_connection_args("client")["ssl_context"] if security else None
            if fault := connection_fault(self.address, context, PATIENCE):
                raise BrochureError([fault]) from None
            raise self._no_answer_error(error) from None

    def _security(self, distributed: Any) -> Any:
        """The TLS files as ``distributed`` takes them, after a check.

        Raises:
            BrochureError: A file is missing or wrong (E106 to E109).
        """
        configured = distributed.Security()  # from Dask's files and environment variables
        if self.certificates is None and configured.tls_ca_file and configured.tls_client_cert:
            files = TlsFiles(
                configured.tls_ca_file, configured.tls_client_cert, configured.tls_client_key or None
            )
        else:
            files = TlsFiles.in_folder(self.certificates or default_folder())
        files.check()
        return distributed.Security(
            require_encryption=True,
            tls_ca_file=files.authority,
            tls_client_cert=files.certificate,
            tls_client_key=files.key,
        )

    def _expect_workers(self, client: Any) -> None:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise BrochureError(
                [problem("E104", address=self.address, url=client.scheduler.address)]
            ) from None
        except OSError as error:
            raise self._no_answer_error(error) from None

    def _wait_for_result(self, client: Any, future: Any) -> Any:
        """The result of a task; ``_LOST`` if the workers that had it died."""
        from concurrent.futures import CancelledError

        from distributed import KilledWorker

        while True:
            try:
                return future.result(timeout=PATIENCE)
            except KilledWorker:
                return _LOST
            except CancelledError as error:  # the scheduler went away
                raise self._no_answer_error(error) from None
            except Exception as error:
                cause = error.__cause__ or error  # the scheduler also unpickles the task
                if isinstance(cause, ImportError):
                    raise BrochureError([problem("K110", what=cause)]) from None
                if future.status == "error" or not isinstance(error, TimeoutError | OSError):
                    raise
            self._expect_workers(client)  # stop waiting if no worker is left

    def _no_answer_error(self, error: BaseException) -> BrochureError:
        reason = next(iter(str(error).splitlines()), "") or type(error).__name__
        return BrochureError([problem("E103", address=self.address, reason=reason)])
