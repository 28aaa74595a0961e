"""What the columns of accounts, and of allauth, may hold."""

from collections.abc import Iterator

from madang.core.leak_check import Finding, Kind, StolenDatabase, Table

TABLES = [
    Table(
        "accounts_account",
        {
            Kind.SCATTERED: "id",
            Kind.LOGIN: "login_name password",
            Kind.DAY: "joined",
            Kind.FLAG: "is_active is_operator",
            Kind.DIGEST: "sessions_mark",
        },
        about_people=True,
    ),
    Table(
        "accounts_session",
        {
            Kind.SCATTERED: "id",
            Kind.BOXED: "box",
            Kind.DAY: "last_day",
        },
        about_people=True,
    ),
    Table(
        "accounts_renewedpassword",
        {
            Kind.SCATTERED: "id",
            Kind.BOXED: "box",
        },
        about_people=True,
    ),
    Table(
        "accounts_sealedemail",
        {
            Kind.SCATTERED: "id",
            Kind.DIGEST: "found_by",
            Kind.BOXED: "box",
        },
        about_people=True,
    ),
    Table(
        "accounts_sealedprovider",
        {
            Kind.SCATTERED: "id",
            Kind.DIGEST: "found_by",
            Kind.BOXED: "box",
        },
        about_people=True,
    ),
    Table(
        "mfa_authenticator",
        {
            Kind.SCATTERED: "id",
            Kind.ACCOUNT: "user_id",
            Kind.FLAG: "type",
            Kind.BOX: "data",
            Kind.DAY: "created_at last_used_at",
        },
        about_people=True,
    ),
    Table(
        "auth_permission",
        {
            Kind.NUMBER: "id",
            Kind.SYSTEM: "content_type_id codename name",
        },
    ),
    Table("account_emailaddress", {}, must_be_empty=True),
    Table("account_emailconfirmation", {}, must_be_empty=True),
    Table("auth_group", {}, must_be_empty=True),
    Table("auth_group_permissions", {}, must_be_empty=True),
    Table("socialaccount_socialaccount", {}, must_be_empty=True),
    Table("socialaccount_socialapp", {}, must_be_empty=True),
    Table("socialaccount_socialtoken", {}, must_be_empty=True),
]


def accounts_set_apart(stolen: StolenDatabase) -> Iterator[Finding]:
    """Find accounts that are set apart: whose words go next would be told."""
    if stolen.ask("SELECT 1 FROM accounts_account WHERE NOT is_active LIMIT 1"):
        yield Finding("accounts set apart", "accounts_account.is_active", "sets an account apart")


CHECKS = [accounts_set_apart]
