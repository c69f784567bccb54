"""Tells a union's story: each step one append with a name, so that telling it again changes nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID, uuid5

from domain.actor import Actor
from domain.command import Command
from domain.ids import OfficerId
from domain.officers import Office
from domain.sealed import KeyKind, Sealed
from services.commands import Asked
from services.wiring import Wired

ACTOR = Actor(actor_id="demo", role="operator")
Seal = Callable[[UUID, KeyKind, str, Mapping[str, str]], Sealed]
Make = Callable[[Seal], Iterable[Command]]
_SERIALS = 900


class StoryRefused(Exception):
    """A step of the story was refused by the rules: the story is at fault, not the rules."""

    def __init__(self, step: str, code: str) -> None:
        super().__init__(f"{step}: {code}")


class Storyteller:
    """Asks the desk in the name of one union's people."""

    def __init__(self, books: Wired, union_id: UUID) -> None:
        self.books = books
        self.union_id = union_id
        self.officers: dict[Office, OfficerId] = {}

    @property
    def serial(self) -> int:
        """A number of this union's own, from 1 to 900, for what people of the story are called by."""
        return self.union_id.int % _SERIALS + 1

    def id_of(self, kind: str, name: str) -> UUID:
        """Return the id that something of the story has in this union."""
        return uuid5(self.union_id, f"story:{kind}:{name}")

    async def was_told(self, step: str) -> bool:
        """Tell whether a step was told before."""
        keys = await self.books.vault.union_keys(self.union_id)
        digest = keys.digest(step.encode())
        return await self.books.log.find_command(self.union_id, self._id(step), digest) is not None

    async def tell(
        self, step: str, make: Make | Sequence[Command], about: Iterable[UUID] = ()
    ) -> None:
        """Carry out one step; raises StoryRefused. `about` names the people whose fields are sealed."""
        if await self.was_told(step):
            return
        commands = make(await self._seal(step, about)) if callable(make) else make
        outcome = await self.books.desk.carry_out(
            Asked(
                union_id=self.union_id,
                command_id=self._id(step),
                actor=ACTOR,
                request=step.encode(),
                groups=[list(commands)],
            )
        )
        for one in outcome.refused:
            raise StoryRefused(step, one.refused.code)

    async def meet(self, kind: str, names: Iterable[str]) -> dict[str, UUID]:
        """Return the subject of each name, with keys of its own."""
        return await self.books.vault.enrol(self.union_id, kind, names)

    def _id(self, step: str) -> UUID:
        return self.id_of("step", step)

    async def _seal(self, step: str, about: Iterable[UUID]) -> Seal:
        sealer = await self.books.vault.sealer(self.union_id, self._id(step), list(about))
        ordinals = iter(range(1_000_000))

        def seal(who: UUID, key: KeyKind, field: str, fields: Mapping[str, str]) -> Sealed:
            return sealer.seal(who, key, field=field, ordinal=next(ordinals), fields=dict(fields))

        return seal
