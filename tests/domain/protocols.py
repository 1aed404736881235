"""Random protocols for the property tests: wild ones that may be wrong in any way, and tame ones, mostly sound."""

from __future__ import annotations

from hypothesis import strategies as st

from hsct_desktop.domain.dates import Offset
from hsct_desktop.domain.protocol import AnchorKind, FollowUpProtocol, Label, Place, ProtocolItem, Repeat, Window

NAMES = ["a", "b", "c", "d", "e", "f"]
ANCHORS = [kind.value for kind in AnchorKind]
ALL_ANCHORS = [*ANCHORS, *(f"visit:{name}" for name in NAMES), "visit:", "surgery", ""]


def offsets(low: int, high: int) -> st.SearchStrategy[Offset]:
    return st.builds(Offset, st.integers(low, high), st.sampled_from("dwmy"))


REPEATS = st.builds(
    Repeat,
    offsets(-2, 400),
    st.sampled_from([None, *ANCHORS, "surgery"]),
    st.none() | offsets(-100, 36525),
    st.integers(-5, 2000),
)
WILD_ITEMS = st.builds(
    ProtocolItem,
    st.sampled_from(NAMES),
    st.just(Label("Visit {n}", "Visita {n}")),
    st.sampled_from(ALL_ANCHORS),
    offsets(-36525, 36525),
    st.builds(Window, st.integers(-50, 9999), st.integers(-50, 9999)),
    st.none() | REPEATS,
    st.sampled_from(["", "{n}", "x", "a-{n}", "b{n}"]),
    st.sampled_from(list(Place)),
    optional=st.booleans(),
    may_overlap=st.booleans(),
)
WILD = st.builds(
    FollowUpProtocol,
    st.just("wild"),
    st.just("1"),
    st.just(Label("Wild", "Selvaggio")),
    st.lists(WILD_ITEMS, max_size=6).map(tuple),
)


@st.composite
def tame(draw: st.DrawFn) -> FollowUpProtocol:
    """Visits that hang on the course or on an earlier visit, series that end or are yearly or monthly for life."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    items: list[ProtocolItem] = []
    for name in names:
        earlier = [f"visit:{item.id}" for item in items if item.repeat is None]
        repeat = draw(st.none() | _repeats())
        anchor = draw(st.sampled_from(ANCHORS if repeat is not None else [*ANCHORS, *earlier]))
        unit, most = draw(st.sampled_from([("d", 400), ("w", 100), ("m", 60), ("y", 12)]))
        offset = Offset(draw(st.integers(-5 if repeat is None else 0, most)), unit)
        window = Window(draw(st.integers(0, 20)), draw(st.integers(0, 20)))
        label = Label(f"{name} {{n}}", f"{name} {{n}}")
        place = draw(st.sampled_from(list(Place)))
        more = {"optional": draw(st.booleans()), "may_overlap": draw(st.sampled_from([True, True, False]))}
        items.append(ProtocolItem(name, label, anchor, offset, window, repeat, place=place, **more))
    return FollowUpProtocol("tame", "1", Label("Tame", "Mansueto"), tuple(items))


def _repeats() -> st.SearchStrategy[Repeat]:
    ending = st.builds(Repeat, offsets(1, 30), st.sampled_from(ANCHORS), offsets(0, 30), st.integers(0, 5))
    endless = st.builds(Repeat, st.builds(Offset, st.integers(1, 12), st.sampled_from("my")))
    return ending | endless
