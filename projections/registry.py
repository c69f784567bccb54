"""All projections. A name is unique, and so is every table of theirs."""

from projections.aid.projection import AID
from projections.condolence.projection import CONDOLENCE
from projections.dues.projection import DUES
from projections.organisation.projection import ORGANISATION
from projections.projection import Projection
from projections.rollup.projection import ROLLUP
from projections.roster.projection import ROSTER
from projections.units.projection import UNITS

PROJECTIONS: tuple[Projection, ...] = (
    ORGANISATION,
    UNITS,
    ROSTER,
    DUES,
    AID,
    CONDOLENCE,
    ROLLUP,
)
