"""Which courses are of stem cells: engraftment, aplasia, revaccination and late effects concern only these."""

from __future__ import annotations

from collections.abc import Iterable

from hsct_desktop.domain.protocol import Product
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import transplant
from hsct_desktop.store.transplant import Course


def product_of(ws: Workspace, protocol_id: str) -> Product:
    """The cells that a protocol is for; stem cells for one that the catalogue does not have any more."""
    protocol = ws.catalogue.protocols.get(protocol_id)
    return protocol.product if protocol is not None else Product.HSC


def is_graft(ws: Workspace, course: Course | None) -> bool:
    """Whether a course is one of stem cells, which engraft."""
    return course is not None and product_of(ws, course.entry.protocol_id) is Product.HSC


def conditions(ws: Workspace, course: Course | None) -> bool:
    """Whether chemotherapy belongs to a course, as to stem cells and CAR T cells; stromal cells come without any."""
    return course is not None and product_of(ws, course.entry.protocol_id) is not Product.MSC


def no_grafts(ws: Workspace) -> frozenset[str]:
    """The ids of the protocols whose cells are no graft."""
    return frozenset(p.id for p in ws.catalogue.protocols.values() if p.product is not Product.HSC)


def statement(ws: Workspace, patient_id: int) -> str:
    """What of a graft's follow-up does not apply to a patient whose courses are of other cells alone; "" else."""
    with ws.read() as session:
        courses = transplant.of_patient(session, patient_id)
    if not courses or grafts(ws, courses):
        return ""
    return ws.wording.text(f"treatment.no_graft.{product_of(ws, courses[-1].entry.protocol_id).value}")


def grafts(ws: Workspace, courses: Iterable[Course]) -> list[Course]:
    """The courses of stem cells, in their order."""
    return [course for course in courses if is_graft(ws, course)]
