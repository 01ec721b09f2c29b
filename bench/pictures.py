"""Memory of sixteen of the largest pictures at once: `./run bench pictures`.

Starts an installation of its own with the demonstration, lets sixteen people send a picture in the
same moment, over HTTP, and watches its web server's memory: what its processes hold of their own
and their share of what they hold together (PSS), read many times a second. The pictures are the
largest that are taken, of each kind that costs a decoder most, and each file is of 10 MB. Prints
figures, and ends with 1 when the peak was over the bound or a picture was not taken; times are only
printed. Linux only.
"""

from __future__ import annotations

import os
import platform
import re
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from threading import Barrier, Event, Thread

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

from PIL import Image  # noqa: E402

from bench.under_load.browser import Browser, Page  # noqa: E402
from bench.under_load.installation import Installation, installed  # noqa: E402

BOUND = 600  # megabytes
AT_ONCE = 16
PATIENCE = 600.0  # seconds for one answer: pictures wait for each other
LARGEST_FILE = 10 * 1024 * 1024
FORM = "/grange/rounds/2/ideas/new/"

_GREEN = (20, 90, 60)


def _saved(mode: str, size: tuple[int, int], kind: str, **how: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size, _GREEN + (90,) * (len(mode) - 3)).save(out, kind, **how)
    return out.getvalue().ljust(LARGEST_FILE, b"\0")


KINDS: dict[str, Callable[[], bytes]] = {
    "a phone's, 219 million dots": lambda: _saved("RGB", (14_800, 14_800), "JPEG", quality=20),
    "a long strip, 216 million dots": lambda: _saved("RGB", (60_000, 3_600), "JPEG", quality=20),
    "in passes, 50 million dots": lambda: _saved(
        "RGB", (8_000, 6_240), "JPEG", quality=20, progressive=True
    ),
    "PNG with clear parts, 12 million dots": lambda: _saved("RGBA", (4_000, 3_000), "PNG"),
}


class Watch:
    """The memory of some processes, read until the block ends; in megabytes."""

    def __init__(self, pids: Sequence[int]) -> None:
        self._pids, self._over = pids, Event()
        self._thread = Thread(target=self._watch)
        self.before = self.peak = self._now()

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *failure: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(0.02):
            self.peak = max(self.peak, self._now())

    def _now(self) -> int:
        return sum(map(_held, self._pids)) // 1024


def _held(pid: int) -> int:
    """Kilobytes of one process, with its share of what it holds together with others."""
    with suppress(OSError):
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text()
        if found := re.search(r"^Pss:\s+(\d+)", rows, re.MULTILINE):
            return int(found[1])
    return 0


def main() -> int:
    """Print the machine, the memory before and at its peak, and what was taken."""
    Image.MAX_IMAGE_PIXELS = None
    _say(
        f"{platform.machine()}, {len(os.sched_getaffinity(0))} cores, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )
    pictures = [made() for made in KINDS.values()]
    with installed() as site:
        people = [_somebody(site, number) for number in range(AT_ONCE)]
        began = time.monotonic()
        with Watch(site.children("gunicorn")) as memory:
            taken = _all_at_once(people, pictures)
        took = time.monotonic() - began
    _say(f"{AT_ONCE} pictures at once, four each: {'; '.join(KINDS)}")
    _say(f"before {memory.before} MB, peak {memory.peak} MB, bound {BOUND} MB")
    _say(f"taken {taken} of {AT_ONCE}, all in {took:.1f} s")
    return 0 if memory.peak < BOUND and taken == AT_ONCE else 1


def _somebody(site: Installation, number: int) -> Browser:
    """The browser of one of the demonstration's people at the Grange."""
    browser = Browser(site.port)
    page = browser.get("/demo/")
    doors = re.findall(r"\">Grange\b.*?action=\"(/demo/be/[0-9a-f-]+/)\"", page.text, re.DOTALL)
    browser.post(doors[number % len(doors)], {}, token=page.field("csrfmiddlewaretoken"))
    return browser


def _all_at_once(people: Sequence[Browser], pictures: Sequence[bytes]) -> int:
    """Have everybody send one; gives how many were taken."""
    forms = [(browser, browser.get(FORM).field("csrfmiddlewaretoken")) for browser in people]
    together = Barrier(len(people))

    def send(number: int) -> Page:
        browser, token = forms[number]
        photo = {"photo": ("a.jpg", pictures[number % len(pictures)])}
        together.wait()
        # The idea's words are missing: the form comes back and has kept the photo.
        return browser.upload(FORM, {"photo_alt": ["Green"]}, photo, token=token, wait=PATIENCE)

    with ThreadPoolExecutor(len(people)) as crowd:
        pages = list(crowd.map(send, range(len(people))))
    others = [page.status for page in pages if not _is_taken(page)]
    if others:
        _say(f"not taken, but answered with: {others}")
    return len(pages) - len(others)


def _is_taken(page: Page) -> bool:
    return page.status == 422 and bool(page.field("photo_kept"))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
