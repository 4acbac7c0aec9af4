"""The order of the rooms; what stands later may use what stands before."""

FLOORS = (
    ("core", "db places audit accounts taxonomy translation files mail jobs ui"),
    ("mechanisms", "todos bookings questions feedback imports search privacy"),
    ("network", "organisations contacts meetings"),
    ("information", "directory events knowledge news"),
    (
        "exchange",
        (
            "pool allowances training board volunteers mentoring interpreting"
            " housing goods"
        ),
    ),
    ("voice", "inquiries newsletter surveys"),
    (
        "casework",
        (
            "cases obstacles mediation consultations referrals outreach casetable"
            " returns childprotection ownview"
        ),
    ),
    ("evidence", "reports bulletins plan council"),
    ("web", "portal desk api readings"),
    ("config", ""),
)
ORDER = [f"hafen.{wing}.{room}" for wing, rooms in FLOORS for room in rooms.split()]
