"""Runs projections: at once after a commit, again by a follower, from zero for a rebuild or a replay."""

from services.projector.builds import Build, Builds
from services.projector.follower import Follower
from services.projector.rebuild import Rebuilder
from services.projector.replay import Replayer
from services.projector.runner import Runner

__all__ = ["Build", "Builds", "Follower", "Rebuilder", "Replayer", "Runner"]
