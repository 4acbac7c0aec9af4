from hafen.casework.outreach.views._alone import alone, alone_counts, plan_contact
from hafen.casework.outreach.views._arrivals import (
    announce,
    arrival,
    arrival_step,
    arrivals,
    edit_arrival,
    notice,
    sent,
)
from hafen.casework.outreach.views._coverage import coverage
from hafen.casework.outreach.views._handovers import (
    begin,
    edit_hand_over,
    hand_over,
    hand_over_step,
    hand_overs,
    protocol,
    told,
)
from hafen.casework.outreach.views._helpers import asked, asked_step
from hafen.casework.outreach.views._sheets import counter
from hafen.casework.outreach.views._taking_in import take_in
from hafen.casework.outreach.views._travel import (
    give_back,
    travel,
    travel_line,
    vehicle,
    vehicles,
)
from hafen.casework.outreach.views._visit_steps import visit_step
from hafen.casework.outreach.views._visits import (
    entry,
    letter,
    papers,
    visit,
    visits,
    way,
)

__all__ = [
    "alone",
    "alone_counts",
    "announce",
    "arrival",
    "arrival_step",
    "arrivals",
    "asked",
    "asked_step",
    "begin",
    "counter",
    "coverage",
    "edit_arrival",
    "edit_hand_over",
    "entry",
    "give_back",
    "hand_over",
    "hand_over_step",
    "hand_overs",
    "letter",
    "notice",
    "papers",
    "plan_contact",
    "protocol",
    "sent",
    "take_in",
    "told",
    "travel",
    "travel_line",
    "vehicle",
    "vehicles",
    "visit",
    "visit_step",
    "visits",
    "way",
]
