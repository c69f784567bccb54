"""Papers behind what is decided: an event says which are kept here, and what is named is kept from then on."""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from typing import Protocol, get_args, get_type_hints
from uuid import UUID

import msgspec

from domain.attachment import PAPER_FIELDS, PAPER_FIELDS_OF, Attachment, kept_in, papers_in
from domain.catalogue import CATALOGUE
from domain.command import Command
from services.commands.deciding import Group, IfNew, bare
from services.errors import ConditionFailed
from services.store.attachments import Naming
from services.store.contract import NewEvent


class Papers(Protocol):
    """The cabinet, as far as deciding needs it."""

    async def kept_of(self, union_id: UUID, digests: Collection[str], /) -> frozenset[str]:
        """Return which of these papers are kept."""
        ...

    async def name(
        self, union_id: UUID, naming: Naming, digests: Collection[str], /
    ) -> frozenset[str]:
        """Note that a matter names papers, and return those that are kept: they stay."""
        ...


class NoPapers:
    """No cabinet: whoever names a paper keeps it."""

    async def kept_of(self, _union_id: UUID, _digests: Collection[str], /) -> frozenset[str]:
        """Return nothing."""
        return frozenset()

    async def name(
        self, _union_id: UUID, _naming: Naming, _digests: Collection[str], /
    ) -> frozenset[str]:
        """Note nothing."""
        return frozenset()


async def with_kept(papers: Papers, union_id: UUID, groups: Sequence[Group]) -> Sequence[Group]:
    """Return the commands, each saying of its papers which are kept here, whatever the asker said."""
    named = {
        paper.sha256
        for group in groups
        for command in group
        for paper in _attachments_of(bare(command))
    }
    if not named:
        return groups
    kept = await papers.kept_of(union_id, named)
    return [[_told(command, kept) for command in group] for group in groups]


async def name_papers(papers: Papers, union_id: UUID, events: Iterable[NewEvent]) -> None:
    """Hold fast what events are about to name; raises ConditionFailed where one was thrown away just now."""
    for event in events:
        if event.topic not in naming_topics():
            continue
        content = msgspec.json.decode(event.body)
        digests = set(papers_in(event.topic, content))
        if not digests:
            continue
        naming = Naming(event.stream_id, event.topic.partition(".")[0], event.occurred_on)
        held = await papers.name(union_id, naming, digests)
        if not held >= set(kept_in(content)):
            raise ConditionFailed


@cache
def naming_topics() -> frozenset[str]:
    """Return the topics of events that may name a paper."""
    return frozenset(
        topic
        for topic, event in CATALOGUE.items()
        if _paper_fields(event)
        or (PAPER_FIELDS | PAPER_FIELDS_OF.get(topic, frozenset())) & {*event.__struct_fields__}
    )


def _attachments_of(command: Command) -> Iterable[Attachment]:
    for name in _paper_fields(type(command)):
        value = getattr(command, name)
        if isinstance(value, Attachment):
            yield value
        elif value is not None:
            yield from value


def _told(command: Command | IfNew, kept: frozenset[str]) -> Command | IfNew:
    if isinstance(command, IfNew):
        return msgspec.structs.replace(command, command=_says(command.command, kept))
    return _says(command, kept)


def _says(command: Command, kept: frozenset[str]) -> Command:
    changed = {name: _marked(getattr(command, name), kept) for name in _paper_fields(type(command))}
    return msgspec.structs.replace(command, **changed) if changed else command


def _marked(
    value: Attachment | tuple[Attachment, ...] | None, kept: frozenset[str]
) -> Attachment | tuple[Attachment, ...] | None:
    if value is None:
        return None
    if isinstance(value, Attachment):
        return msgspec.structs.replace(value, kept=value.sha256 in kept)
    return tuple(msgspec.structs.replace(one, kept=one.sha256 in kept) for one in value)


@cache
def _paper_fields(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """Return the fields that hold an attachment, or some."""
    return tuple(name for name, hint in get_type_hints(kind).items() if _holds(hint))


def _holds(hint: object) -> bool:
    return hint is Attachment or any(_holds(inner) for inner in get_args(hint))
