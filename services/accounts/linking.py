"""Links between an account and a person of another identity provider: made by the person, who proves both."""

from collections.abc import Callable
from datetime import date

from domain.account.commands import LinkIdentity, UnlinkIdentity
from domain.ids import PLATFORM, AccountId
from services.accounts.own import OwnAccount
from services.accounts.platform import AccessRefused, Platform, actor_of, stand
from services.auth.credentials import Credentials
from services.auth.identities import IdentityRefused
from services.auth.sessions import Session
from services.commands.deciding import IfNew
from services.identifiers import new_id
from services.keys import Vault


class Linking:
    """Links and unlinks. A link says who somebody is, never what they may do."""

    def __init__(
        self,
        platform: Platform,
        vault: Vault,
        credentials: Credentials,
        own: OwnAccount,
        today: Callable[[], date],
    ) -> None:
        self._platform = platform
        self._vault = vault
        self._of = credentials
        self._own = own
        self._today = today

    async def link(
        self,
        session: Session,
        *,
        password: str,
        issuer: str,
        id_token: str,
        nonce: str,
        address: str,
    ) -> None:
        """Link a person of another provider to the session's account; raises TooMany or AccessRefused."""
        await self._own.prove(session, password, address)
        try:
            identity = self._of.identities.verify(issuer, id_token, nonce)
        except IdentityRefused:
            raise AccessRefused("access.identity_refused", "id_token") from None
        if not await self._of.identities.link(identity, session.account_id):
            raise AccessRefused("access.identity_taken", "id_token")
        await self._tell(session.account_id, issuer, identity.subject)

    async def unlink(self, session: Session, *, password: str, issuer: str, address: str) -> None:
        """Forget the links of the session's account; raises TooMany or AccessRefused."""
        await self._own.prove(session, password, address)
        command = UnlinkIdentity(
            occurred_on=self._today(), account_id=session.account_id, issuer=issuer
        )
        stand(await self._platform.record([command], actor_of(session.account_id)))
        await self._of.identities.unlink(session.account_id)

    async def _tell(self, account_id: AccountId, issuer: str, subject: str) -> None:
        command_id = new_id()
        sealer = await self._vault.sealer(PLATFORM, command_id, [account_id])
        sealed = sealer.seal(
            account_id, "file", field="identity", ordinal=0, fields={"subject": subject}
        )
        command = LinkIdentity(
            occurred_on=self._today(), account_id=account_id, issuer=issuer, subject=sealed
        )
        wish = IfNew(command, unless="account.identity_already_linked")
        stand(await self._platform.record([wish], actor_of(account_id), command_id=command_id))
