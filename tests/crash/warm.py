"""What a reading child has to load, loaded once (`tests.crash.nursery`)."""

from service.reading_tools import _known, read_request

__all__ = ["read_request"]

_known(())
