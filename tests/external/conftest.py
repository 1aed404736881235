"""Published tables that stand beside the checkout and are not part of it: what reads them is tested where they are."""

from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parents[3]


def published(name: str) -> Path:
    """The file of that name below `data/ctcae` of a neighbouring folder; skips the test where there is none."""
    found = sorted(BESIDE.glob(f"*/data/ctcae/{name}"))
    if not found:
        pytest.skip(f"{name}, a published table, does not stand beside the checkout")
    return found[0]


@pytest.fixture(scope="session", params=["5.0", "6.0"])
def table(request: pytest.FixtureRequest) -> tuple[str, Path]:
    """A CTCAE version and the public CSV of its terms."""
    return request.param, published(f"ctcae_v{request.param[0]}_terms.csv")
