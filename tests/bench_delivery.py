"""`python -m tests.bench_delivery [N]`: N partner domains (300) checked at once, with a figure.

Half of them are signed and have a pinned key, a third has a policy, every server takes 50 ms to
greet. Everything is on this computer.
"""

from __future__ import annotations

import dataclasses
import sys
import tempfile
import time
from pathlib import Path

from sel.base.progress import Silent
from sel.core.delivery.judged import Verdict
from sel.flows import partner_checks
from sel.wiring import build
from tests.delivery.conftest import GOOD, internet, tlsa
from tests.delivery.servers import Mail, mail_servers

ADDRESS = "127.0.0.61"
GREETING = 0.05


def main(number: int) -> None:
    """Print seconds, and domains a second."""
    with internet() as net, tempfile.TemporaryDirectory() as folder:
        net.world.drop("example.", "NS")
        net.world.signed("example.")
        names = [f"d{n}.example" for n in range(number)]
        for n, each in enumerate(names):
            host = f"h{n}.hosted.example"
            net.partner(each, ADDRESS, host)
            if n % 2:
                net.world.add(f"_25._tcp.{host}", "TLSA", tlsa(net.identities[GOOD]))
            if n % 3 == 0:
                net.world.add(f"_mta-sts.{each}", "TXT", '"v=STSv1; id=1"')
        mail = Mail(net.identities[GOOD].context(), delay=GREETING)
        services = build(Path(folder) / "data", lambda: None, True, ())
        with mail_servers({ADDRESS: mail}) as port:
            way = dataclasses.replace(net.way, smtp_port=port)
            began = time.perf_counter()
            report = partner_checks.check(services, names, way, Silent())
            took = time.perf_counter() - began
    counts = ", ".join(f"{each.value} {report.count(each)}" for each in Verdict)
    print(f"{number} domains in {took:.1f} s, {number / took:.0f} a second ({counts})")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
