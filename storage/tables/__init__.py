"""All tables. One module for each part of the story; importing this package registers them on `Base.metadata`."""

from storage.tables.agencies import Addressee, Agency, AgencyAlias, AgencyContact, Circular
from storage.tables.base import Base
from storage.tables.forms import Correction, CorrectionValue, Field, Form
from storage.tables.intake import Attachment, Document, MailboxPosition, Message, Problem, Receipt, Run, Sighting
from storage.tables.office import AccessLog, Coordinator, CoordinatorValue, Counter, Event, Outbox, RegisterEntry, User
from storage.tables.pages import Page

__all__ = [
    "AccessLog",
    "Addressee",
    "Agency",
    "AgencyAlias",
    "AgencyContact",
    "Attachment",
    "Base",
    "Circular",
    "Coordinator",
    "CoordinatorValue",
    "Correction",
    "CorrectionValue",
    "Counter",
    "Document",
    "Event",
    "Field",
    "Form",
    "MailboxPosition",
    "Message",
    "Outbox",
    "Page",
    "Problem",
    "Receipt",
    "RegisterEntry",
    "Run",
    "Sighting",
    "User",
]
