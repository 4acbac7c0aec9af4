from hafen.exchange.board.errors import (
    Blocked,
    ClearanceNeeded,
    NothingToRenew,
    NotOpen,
    NotWaiting,
    RefusedWord,
    SecondPersonNeeded,
    TooManyPhotos,
)
from hafen.exchange.board.services._alerts import (
    confirm_subscription,
    forget_unconfirmed,
    send_news,
    spread,
    subscribe,
    unsubscribe,
)
from hafen.exchange.board.services._checking import (
    let_in_again,
    note_look,
    publish_post,
    refuse_post,
    report,
    settle_reports,
    shut_out,
)
from hafen.exchange.board.services._converting import (
    note_posting,
    prefill,
)
from hafen.exchange.board.services._owners import (
    CHECK,
    PASS_ON,
    REPORT,
    TITLES,
    settings_of,
)
from hafen.exchange.board.services._posts import (
    FILE_KIND,
    NewPost,
    close_post,
    delete_post,
    edit_post,
    post,
    renew_post,
)
from hafen.exchange.board.services._publishing import (
    SPREAD,
)
from hafen.exchange.board.services._settings import (
    save_settings,
)
from hafen.exchange.board.services._sweeping import (
    forget,
    keep_fresh,
)
from hafen.exchange.board.services._talking import (
    answer_post,
    end_talk,
    invite_to_answer,
    name_for,
    release_name,
    say,
    take_mail,
)

__all__ = [
    "CHECK",
    "FILE_KIND",
    "PASS_ON",
    "REPORT",
    "SPREAD",
    "TITLES",
    "Blocked",
    "ClearanceNeeded",
    "NewPost",
    "NotOpen",
    "NotWaiting",
    "NothingToRenew",
    "RefusedWord",
    "SecondPersonNeeded",
    "TooManyPhotos",
    "answer_post",
    "close_post",
    "confirm_subscription",
    "delete_post",
    "edit_post",
    "end_talk",
    "forget",
    "forget_unconfirmed",
    "invite_to_answer",
    "keep_fresh",
    "let_in_again",
    "name_for",
    "note_look",
    "note_posting",
    "post",
    "prefill",
    "publish_post",
    "refuse_post",
    "release_name",
    "renew_post",
    "report",
    "save_settings",
    "say",
    "send_news",
    "settings_of",
    "settle_reports",
    "shut_out",
    "spread",
    "subscribe",
    "take_mail",
    "unsubscribe",
]
