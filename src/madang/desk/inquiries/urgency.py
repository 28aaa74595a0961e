"""How urgent an inquiry is: by what is at stake, as its writer says, and by what leaked of theirs.

What leaked raises it and is never said to whoever writes: not even by how long they will wait.
"""

from madang.identity import named_keys
from madang.incidents.affected.contacts import Contact
from madang.incidents.affected.lists import people_of
from madang.incidents.models import Incident

from ..models import Urgency


def urgency_of(stake: Urgency, contact: Contact | None) -> Urgency:
    """Return how urgent it is. A query, and two for each open incident."""
    if stake >= Urgency.MISUSED or contact is None or not _is_grave_for(contact):
        return stake
    return Urgency.MISUSED


def _is_grave_for(contact: Contact) -> bool:
    """Tell whether sensitive data of whoever has a contact leaked in an incident that is open."""
    grave = Incident.objects.filter(closed=None, is_grave=True, list_destroyed=None)
    return any(
        people_of(incident, contact) for incident in grave if named_keys.is_open(incident.key_name)
    )
