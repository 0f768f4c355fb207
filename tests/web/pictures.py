"""Take the pictures of docs/: `pictures.py FOLDER` loads the samples, serves them, and looks at pages as people do."""

import sys
import tempfile
from pathlib import Path

from claims import pipeline
from claims.samples.library import sample_paths
from tests.web.browser import serving
from tests.web.visits import browsing, visiting

# Of each picture: the page, the device, and how high it is in pixels
PICTURES = {
    "front": ("/", "desktop", 760),
    "search": ("/claims/search?words=rel+kereta", "desktop", 620),
    "question": ("/claims/who-committed?by=China&to=Kyrgyzstan", "desktop", 760),
    "plots": ("/plots", "desktop", 1000),
    "source": ("/claims/sources/1", "desktop", 760),
    "commitment": ("/claims/commitments/1", "desktop", 700),
    "commitment-phone": ("/claims/commitments/1", "phone", 844),
}
MOST_BYTES = 120_000


def main() -> None:
    """Take all pictures; too large a one is named."""
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        database = Path(name) / "samples.db"
        pipeline.load(list(sample_paths()), str(database), loaded_by="samples")
        with serving(database) as (client, _), browsing() as browser:
            for picture, (address, device, height) in PICTURES.items():
                path = folder / f"{picture}.png"
                with visiting(browser, client, device) as seen:
                    width = seen.page.viewport_size["width"] if seen.page.viewport_size else 0
                    seen.page.set_viewport_size({"width": min(width, 1100), "height": height})
                    seen.open(address)
                    seen.page.screenshot(path=path)
                if path.stat().st_size > MOST_BYTES:
                    sys.exit(f"{path} has {path.stat().st_size:,} bytes: make it lower, so that it has at most {MOST_BYTES:,}.")
                print(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
