"""An engagement is led by the union's own audit committee or by the county's: the same pages, other operations."""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from services.pages.visit import Visit

Act = Literal[
    "open",
    "plan",
    "grant",
    "revoke",
    "draw",
    "verify",
    "issue",
    "close",
    "list",
    "read",
    "sample",
    "check",
    "report",
]


class Side(NamedTuple):
    """Where the pages of one committee stand, and by which operations they read and write."""

    place: str
    inside: str
    section: str
    action: str
    named: Mapping[Act, str]

    @property
    def every(self) -> str:
        """The address of the list of engagements."""
        return self.place + self.inside

    @property
    def one(self) -> str:
        """The address of an engagement."""
        return f"{self.every}/{{engagement_id}}"

    @property
    def leads(self) -> str:
        """Where a step leads, within the place."""
        return f"{self.inside}/{{engagement_id}}"

    def path(self, visit: Visit, *parts: object) -> str:
        """Return the address within the place of what the visit is about, or of something below it."""
        begin = self.inside.replace("{unit_id}", visit.ids.get("unit_id", ""))
        return "/".join([begin, *(str(part) for part in parts)])


OWN: Final = Side(
    place="/unions/{union_id}",
    inside="/engagements",
    section="engagements",
    action="evidence.read",
    named={
        "open": "openEngagement",
        "plan": "changeEngagementPlan",
        "grant": "grantAuditAccess",
        "revoke": "revokeAuditAccess",
        "draw": "drawSample",
        "verify": "recordVerification",
        "issue": "issueAuditReport",
        "close": "closeEngagement",
        "list": "listEngagements",
        "read": "readEngagement",
        "sample": "readSample",
        "check": "checkSample",
        "report": "readAuditReport",
    },
)
COUNTY: Final = Side(
    place="/federations/{federation_id}",
    inside="/units/{unit_id}/engagements",
    section="audits",
    action="county.read",
    named={
        "open": "openEngagementOfUnit",
        "plan": "changeEngagementPlanOfUnit",
        "grant": "grantAuditAccessToUnit",
        "revoke": "revokeAuditAccessToUnit",
        "draw": "drawSampleOfUnit",
        "verify": "recordVerificationOfUnit",
        "issue": "issueAuditReportOnUnit",
        "close": "closeEngagementOfUnit",
        "list": "listEngagementsOfUnit",
        "read": "readEngagementOfUnit",
        "sample": "readSampleOfUnit",
        "check": "checkSampleOfUnit",
        "report": "readAuditReportOfUnit",
    },
)
SIDES: Final = (OWN, COUNTY)
