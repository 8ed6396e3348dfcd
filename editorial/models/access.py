from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountAct(models.TextChoices):
    """What a ledger entry about an account says; these entries are never public."""

    SIGN_IN = "sign_in", _("signed in")
    REFUSE = "refuse", _("sign-in refused")
    LOCK_OUT = "lock_out", _("locked out for a while")
    ACCESS = "access", _("roles or powers changed")
    PASSWORD = "password", _("password changed")
    INVITE = "invite", _("invited")
    UNINVITE = "uninvite", _("invitation withdrawn")
    JOIN = "join", _("joined by an invitation")
    FACTOR_ON = "factor_on", _("second factor set up")
    FACTOR_OFF = "factor_off", _("second factor switched off")
    FACTOR_RESET = "factor_reset", _("second factor reset by a colleague")
    FACTOR_CODES = "factor_codes", _("new recovery codes made")
    FACTOR_CODE = "factor_code", _("recovery code used")
    FACTOR_WRONG = "factor_wrong", _("wrong second factor")
    TOKEN_MADE = "token_made", _("API token made")
    TOKEN_ENDED = "token_ended", _("API token revoked")


# The type that entries about accounts name; an account is no record.
ACCOUNT = "account"


class AccessLog(models.Model):
    """Sign-ins and permission changes, with the names that the ledger leaves out. It may be deleted in time."""

    class What(models.TextChoices):
        SIGNED_IN = "signed_in", _("signed in")
        SIGNED_OUT = "signed_out", _("signed out")
        REFUSED = "refused", _("sign-in refused")
        LOCKED_OUT = "locked_out", _("locked out for a while")
        PASSWORD_CHANGED = "password_changed", _("password changed")
        INVITED = "invited", _("invited")
        UNINVITED = "uninvited", _("invitation withdrawn")
        JOINED = "joined", _("joined by an invitation")
        FACTOR_ON = "factor_on", _("second factor set up")
        FACTOR_OFF = "factor_off", _("second factor switched off")
        FACTOR_RESET = "factor_reset", _("second factor reset by a colleague")
        ROLES_CHANGED = "roles_changed", _("roles changed")
        HANDLE_CHANGED = "handle_changed", _("handle changed")
        TOKEN_MADE = "token_made", _("API token made")
        TOKEN_REVOKED = "token_revoked", _("API token revoked")

    at = models.DateTimeField(_("at"), auto_now_add=True)
    what = models.CharField(_("what"), max_length=20, choices=What)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    username = models.CharField(_("user name as typed"), max_length=150, blank=True)
    detail = models.CharField(_("detail"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("access log entry")
        verbose_name_plural = _("access log")
        ordering = ("-at",)
        # Serves the admin's list, newest first.
        indexes = (models.Index(fields=["-at"], name="accesslog_newest"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.username} {self.what}"
