"""All tables. One module for each part of the story; importing this package registers them on `Base.metadata`."""

from storage.tables.agencies import (
    Addressee,
    AddresseeMark,
    Agency,
    AgencyAlias,
    AgencyContact,
    Circular,
    ContactLine,
    DueChange,
    OfficeDay,
)
from storage.tables.base import Base
from storage.tables.forms import Correction, CorrectionValue, Field, Form, QuotedNumber, SecondPaper
from storage.tables.intake import Attachment, Document, MailboxPosition, Message, Problem, Receipt, Run, Sighting, WithheldMail
from storage.tables.office import AccessLog, Coordinator, CoordinatorValue, Counter, Event, Outbox, RegisterEntry, User
from storage.tables.pages import CoveringLetter, Page
from storage.tables.running import Trouble, WorkerSlot
from storage.tables.work import AskedAgain, BlindKey, Lease, Switch, ToldValue, Undo

__all__ = [
    "AccessLog",
    "Addressee",
    "AddresseeMark",
    "Agency",
    "AgencyAlias",
    "AgencyContact",
    "AskedAgain",
    "Attachment",
    "Base",
    "BlindKey",
    "Circular",
    "ContactLine",
    "Coordinator",
    "CoordinatorValue",
    "Correction",
    "CorrectionValue",
    "Counter",
    "CoveringLetter",
    "Document",
    "DueChange",
    "Event",
    "Field",
    "Form",
    "Lease",
    "MailboxPosition",
    "Message",
    "OfficeDay",
    "Outbox",
    "Page",
    "Problem",
    "QuotedNumber",
    "Receipt",
    "RegisterEntry",
    "Run",
    "SecondPaper",
    "Sighting",
    "Switch",
    "ToldValue",
    "Trouble",
    "Undo",
    "User",
    "WithheldMail",
    "WorkerSlot",
]
