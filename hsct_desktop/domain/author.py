"""Who makes an entry."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a member of staff is in the unit; wording `enum.role.*`."""

    NURSE = "nurse"
    PHYSICIAN = "physician"
    DATA_MANAGER = "data_manager"
    ADMINISTRATOR = "administrator"
    READ_ONLY = "read_only"
    OTHER = "other"


@dataclass(frozen=True)
class Author:
    """The member of staff who is working: the id goes on every row, the name on every print.

    `administers`: keeps users and backups besides what the role may do, as somebody in a small unit does.
    """

    staff_id: int
    name: str
    role: Role = Role.NURSE
    administers: bool = False
