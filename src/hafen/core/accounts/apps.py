from django.apps import AppConfig

from hafen.core.db import guards
from hafen.core.db.guards import TablePolicy

# What allauth keeps about a person is seen where the person's account is.
_TABLES = (
    "account_emailaddress",
    "mfa_authenticator",
)
_OWNER_IS_SEEN = "EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = user_id)"
_ADDRESS_IS_SEEN = (
    "EXISTS (SELECT 1 FROM account_emailaddress a WHERE a.id = email_address_id)"
)


class AccountsConfig(AppConfig):
    name = "hafen.core.accounts"
    label = "accounts"

    def ready(self) -> None:
        # They need the models, which are not loaded before.
        from hafen.core.accounts import belongings, demo, doors, screens, sealing

        for table in _TABLES:
            guards.table_policies.register(TablePolicy(table, _OWNER_IS_SEEN))
        guards.table_policies.register(
            TablePolicy("account_emailconfirmation", _ADDRESS_IS_SEEN)
        )
        belongings.register()
        demo.register()
        doors.register()
        screens.register()
        sealing.register()
