"""A step: a page with one form that carries out one writing operation. Every step of every case has this shape.

Shown, it holds the fields of the operation's body, a command id (so that sending it twice does it once) and the
version of what it changes. Sent, it goes through the operation; what is refused is shown at its field with all that
was typed; what somebody else changed meanwhile is shown beside it, old and new.
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from typing import Any, Final
from uuid import uuid4

import msgspec

from services.auth import Policy
from services.http.asking import Answer
from services.http.problems import Problem, of_error
from services.pages.changed import Compared, compared
from services.pages.forms import Choices, Filling, faults_of, flat, inputs_of
from services.pages.kinds import FILES, Kind, kinds_of
from services.pages.page import FORM_MAX_BYTES, Reply, Shown, Went, is_page, page
from services.pages.pickers import chosen_people, offered, people_named
from services.pages.reading_forms import document_of
from services.pages.reasons import reason_on_page
from services.pages.visit import File, Visit, operation_named
from services.words.forms import act_words

VERSION: Final = "seen_version"
POSITION: Final = "seen_position"
COMMAND: Final = "command_id"
_STALE: Final = frozenset({"store.version_moved"})
_FILES_MAX_BYTES: Final = 64 * 1024 * 1024


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """What a step begins with.

    `texts`: first values by dotted name (a struct made flat by `forms.flat`, or typed ones). `fixed`: fields the
    page says itself, as JSON. `choices`: ids to choose from, by field. `about`: what is changed, shown above the
    form. `version`: what is seen of it. `values`: more for the template. `problem`: what makes sending it useless.
    `ids`: what the operation's path names and the page's does not.
    """

    texts: Mapping[str, list[str]] = {}
    fixed: Mapping[str, Any] = {}
    choices: Mapping[str, Choices] = {}
    about: Any = None
    version: int | None = None
    position: int | None = None
    left_out: frozenset[str] = frozenset()
    values: Mapping[str, Any] = {}
    problem: Problem | None = None
    ids: Mapping[str, str] = {}


Prepare = Callable[[Visit], Awaitable[Prepared]]
Leads = Callable[[Visit, Any], str]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step: the operation, what is read before it, where it leads."""

    operation_id: str
    about: str | None
    prepare: Prepare | None
    leads: str | Leads
    template: str
    shows: str = ""
    back: str = ""

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The fields of the operation's body; of one without a body there are none."""
        body = operation_named(self.operation_id).body
        return () if body is None else kinds_of(body)


def step(
    path: str,
    operation_id: str,
    *,
    leads: str | Leads,
    section: str,
    about: str | None = None,
    prepare: Prepare | None = None,
    template: str = "step.html",
    policy: Policy | None = None,
    shows: str = "",
    back: str = "",
) -> Step:
    """Declare the pages of a step: GET shows the form, POST carries it out.

    `about`: the operation that reads what is changed (its ids are in the path). `leads`: the address within the
    place to go to afterwards, with `{ids}` of the path or of the answer; or a function of visit and answer's body.
    `back`: where "取消" leads within the place, if neither there nor to the address above. `shows`: a template for
    an answer seen this once (a code, what was masked), as `told`, instead of going on.
    """
    one = Step(
        operation_id=operation_id,
        about=about,
        prepare=prepare,
        leads=leads,
        template=template,
        shows=shows,
        back=back,
    )

    async def show(visit: Visit) -> Reply:
        return await show_step(one, visit)

    async def send(visit: Visit) -> Reply:
        return await send_step(one, visit)

    operation = operation_named(operation_id)
    may_open = policy or operation.policy
    takes_files = any(kind.widget in FILES for kind in one.kinds)
    page("GET", path, operation_id, policy=may_open, section=section)(show)
    page(
        "POST",
        path,
        operation_id,
        policy=may_open,
        section=section,
        files=takes_files,
        max_bytes=_FILES_MAX_BYTES if takes_files else FORM_MAX_BYTES,
    )(send)
    return one


async def show_step(one: Step, visit: Visit) -> Shown:
    """Show the form with what is known beforehand: what was prepared, then what the address says."""
    prepared = await prepared_of(one, visit)
    texts = {**_first_texts(one, visit), **prepared.texts}
    texts |= {name: [text] for name, text in visit.query.items() if name != "done"}
    return await _form(one, visit, prepared, texts, command_id=str(uuid4()))


async def send_step(one: Step, visit: Visit) -> Reply:
    """Carry the step out, or show the form again with everything typed and what is wrong."""
    prepared = await prepared_of(one, visit)
    command_id = visit.posted.text(COMMAND) or str(uuid4())
    if visit.posted.text("more"):
        return await _form(one, visit, prepared, visit.posted.texts, command_id=command_id)
    try:
        answer = await carried_out(one, visit, prepared)
    except Exception as error:
        problem = of_error(error)
        if problem is None or (problem.code.startswith("access.") and not problem.faults):
            raise
        return await _form(
            one, visit, prepared, visit.posted.texts, command_id=command_id, problem=problem
        )
    place = leads_to(one, visit, answer)
    if not one.shows:
        return Went(location=place)
    told = {"told": answer.body, "words": act_words(one.operation_id), "leads": place}
    return Shown(template=one.shows, values={"about": prepared.about, **prepared.values, **told})


async def prepared_of(one: Step, visit: Visit) -> Prepared:
    """Return what a step begins with, and what it is about."""
    prepared = Prepared() if one.prepare is None else await one.prepare(visit)
    if one.about is None or prepared.about is not None:
        return prepared
    about = await visit.read(one.about)
    return msgspec.structs.replace(
        prepared,
        about=about,
        version=prepared.version or getattr(about, "version", None),
        position=getattr(about, "position", None),
    )


async def carried_out(one: Step, visit: Visit, prepared: Prepared) -> Answer:
    """Return the answer of the operation; raises what it refuses with. Files are kept first."""
    if prepared.problem is not None:
        raise prepared.problem
    fixed = {**prepared.fixed, **await _files(one, visit)}
    people = await people_named(visit, one.kinds)
    document = document_of(one.kinds, people, fixed)
    names_version = operation_named(one.operation_id).matches
    return await visit.write(
        one.operation_id,
        prepared.ids,
        body=msgspec.json.encode(document),
        command_id=visit.posted.text(COMMAND),
        version=visit.posted.text(VERSION) if names_version else None,
    )


def leads_to(one: Step, visit: Visit, answer: Answer) -> str:
    """Return where a step leads, with the position that was written, so that the next page can say so."""
    body = answer.body
    if callable(one.leads):
        place = one.leads(visit, body)
    else:
        ids = {**visit.ids}
        ids |= {name: str(getattr(body, name)) for name in getattr(body, "__struct_fields__", ())}
        place = visit.at(one.leads.format(**ids))
    position = getattr(body, "position", None)
    if position is None:
        return place
    return f"{place}{'&' if '?' in place else '?'}done={position}"


def back_of(one: Step, visit: Visit) -> str:
    """Return where somebody goes who does not take the step after all: where it leads, or to what it is about."""
    if one.back:
        return visit.at(one.back.format(**visit.ids))
    if not callable(one.leads) and not _new_ids(one.leads, visit):
        return visit.at(one.leads.format(**visit.ids))
    above = visit.path.rpartition("/")[0]
    while len(above) > len(visit.base) and not is_page(above):
        above = above.rpartition("/")[0]
    return above or "/"


def _new_ids(leads: str, visit: Visit) -> list[str]:
    """The ids a step leads to that only its answer brings."""
    return [name for name in re.findall(r"\{(\w+)\}", leads) if name not in visit.ids]


async def _files(one: Step, visit: Visit) -> dict[str, Any]:
    """Keep what was chosen and return how a body names it."""
    named: dict[str, Any] = {}
    for kind in one.kinds:
        files = visit.posted.files.get(kind.name, ())
        if kind.widget == "digest" and (chosen := visit.posted.files.get(f"{kind.name}.file")):
            named[kind.name] = await _digest(visit, chosen[-1])
        elif kind.widget in FILES and files:
            kept = [await keep_paper(visit, file) for file in files]
            named[kind.name] = kept if kind.widget == "files" else kept[-1]
    return named


async def _digest(visit: Visit, file: File) -> str:
    """Return what a file is known by; what can be kept is kept, a file for the bank or a web page is not."""
    upload = operation_named("keepAttachment").uploads
    if upload is not None and file.media_type in upload.media_types:
        return str((await keep_paper(visit, file))["sha256"])
    return sha256(file.content).hexdigest()


async def keep_paper(visit: Visit, file: File) -> dict[str, Any]:
    """Keep a paper and return how a body names it; raises Problem."""
    answer = (await visit.upload("keepAttachment", file)).body
    return {
        "sha256": answer.digest,
        "byte_count": answer.size_bytes,
        "media_type": answer.media_type,
    }


def _first_texts(one: Step, visit: Visit) -> dict[str, list[str]]:
    """Today, and oneself where one signs."""
    first = {"occurred_on": [visit.parts.today().isoformat()]}
    if visit.officer_id is not None and operation_named(one.operation_id).policy.signs:
        first |= {kind.name: [visit.officer_id] for kind in one.kinds if kind.name in SIGNERS}
    return first


SIGNERS: Final = frozenset(
    {
        "abandoned_by", "approved_by", "approver_id", "asserted_by", "auditor_id", "cashier_id", "checker_id",
        "closed_by", "decided_by", "deliverer_id", "discarded_by", "disclosed_by", "found_by_id", "handler_id",
        "issued_by", "locked_by", "officer_id", "posted_by", "proposed_by", "reported_by", "requested_by",
        "returned_by", "reviewer_id", "signed_by", "withdrawn_by",
    }
)  # fmt: skip
"""Fields that name who signs."""


async def _form(
    one: Step,
    visit: Visit,
    prepared: Prepared,
    texts: Mapping[str, Any],
    *,
    command_id: str,
    problem: Problem | None = None,
) -> Shown:
    is_stale = problem is not None and problem.code in _STALE
    seen_version = visit.posted.text(VERSION) or prepared.version
    filling = Filling(
        texts=texts,
        choices={**await offered(visit, one.kinds), **prepared.choices},
        faults={} if problem is None else faults_of(problem),
        left_out=prepared.left_out | frozenset(prepared.fixed),
        shown=await chosen_people(visit, one.kinds, texts),
        more=visit.posted.text("more"),
    )
    changed: Compared | None = None
    if is_stale and one.about is not None:
        changed = await compared(visit, one.about, visit.posted.text(POSITION))
        seen_version, command_id = prepared.version, str(uuid4())
    values = {
        "words": act_words(one.operation_id),
        "operation": operation_named(one.operation_id),
        "inputs": inputs_of(one.kinds, filling),
        "about": prepared.about,
        "hidden": {
            COMMAND: command_id,
            VERSION: seen_version or "",
            POSITION: prepared.position or "",
        },
        "problem": problem,
        "reason": None if problem is None else reason_on_page(problem.code),
        "faults": filling.faults,
        "changed": changed,
        "back": back_of(one, visit),
        "multipart": any(kind.widget in FILES for kind in one.kinds),
        **prepared.values,
    }
    return Shown(template=one.template, values=values, status=200 if problem is None else 422)


def texts_of(value: object, *names: str) -> dict[str, list[str]]:
    """Return some fields of a struct as first values of a form."""
    return {name: texts for name, texts in flat(value).items() if not names or name in names}
