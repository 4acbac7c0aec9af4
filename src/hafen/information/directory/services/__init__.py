"""What is done to the catalogue: one verb per function, atomic and audited."""

from hafen.information.directory.services._asking import (
    ask_organisations,
    confirm_all,
    hash_of,
    note_answer,
    remind_and_escalate,
)
from hafen.information.directory.services._bulk import (
    BulkAction,
    BulkDone,
    Step,
    apply_to_many,
    refusals,
    undo_many,
)
from hafen.information.directory.services._compiling import compile_edition
from hafen.information.directory.services._courses import (
    OWNER,
    call_off_course,
    follow_places,
    join_course,
    note_progress,
    set_course,
)
from hafen.information.directory.services._discard import discard_service
from hafen.information.directory.services._errors import (
    AlreadyDecided,
    AlreadyPublished,
    ForeignPerson,
    MoreThanThereAre,
    NothingProposed,
    NotReady,
    PeopleRegistered,
    TitleTaken,
    UnknownLanguage,
    UnknownTerm,
    WrongState,
)
from hafen.information.directory.services._gaps import (
    GapData,
    answer_gap,
    close_gap,
    release_gap,
    report_gap,
    support_gap,
)
from hafen.information.directory.services._locations import (
    edit_location,
    find_or_create_location,
    place_again,
)
from hafen.information.directory.services._openings import lay_openings
from hafen.information.directory.services._persons import (
    name_person,
    withdraw_person,
)
from hafen.information.directory.services._preparing import (
    add_step,
    count_visits,
    remove_step,
    tell_places,
    tick_step,
)
from hafen.information.directory.services._proposals import (
    accept_proposal,
    decline_proposal,
    propose_change,
    propose_end,
)
from hafen.information.directory.services._states import (
    archive_service,
    hand_in_service,
    mark_checked,
    publish_service,
    restore_service,
    withdraw_service,
)
from hafen.information.directory.services._telling import follow_organisation
from hafen.information.directory.services._texts import translate_service
from hafen.information.directory.services._write import create_service, edit_service
from hafen.information.directory.shapes import (
    Cost,
    DayOff,
    Document,
    Email,
    LocationData,
    OfferedLanguage,
    Phone,
    Place,
    ScheduleData,
    ServiceData,
)

__all__ = [
    "OWNER",
    "AlreadyDecided",
    "AlreadyPublished",
    "BulkAction",
    "BulkDone",
    "Cost",
    "DayOff",
    "Document",
    "Email",
    "ForeignPerson",
    "GapData",
    "LocationData",
    "MoreThanThereAre",
    "NotReady",
    "NothingProposed",
    "OfferedLanguage",
    "PeopleRegistered",
    "Phone",
    "Place",
    "ScheduleData",
    "ServiceData",
    "Step",
    "TitleTaken",
    "UnknownLanguage",
    "UnknownTerm",
    "WrongState",
    "accept_proposal",
    "add_step",
    "answer_gap",
    "apply_to_many",
    "archive_service",
    "ask_organisations",
    "call_off_course",
    "close_gap",
    "compile_edition",
    "confirm_all",
    "count_visits",
    "create_service",
    "decline_proposal",
    "discard_service",
    "edit_location",
    "edit_service",
    "find_or_create_location",
    "follow_organisation",
    "follow_places",
    "hand_in_service",
    "hash_of",
    "join_course",
    "lay_openings",
    "mark_checked",
    "name_person",
    "note_answer",
    "note_progress",
    "place_again",
    "propose_change",
    "propose_end",
    "publish_service",
    "refusals",
    "release_gap",
    "remind_and_escalate",
    "remove_step",
    "report_gap",
    "restore_service",
    "set_course",
    "support_gap",
    "tell_places",
    "tick_step",
    "translate_service",
    "undo_many",
    "withdraw_person",
    "withdraw_service",
]
