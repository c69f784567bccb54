"""Whether an installation may serve real books: every relaxed item of assurance 13, found before it serves."""

from services.deployment.application import findings_of_application
from services.deployment.check import findings_of
from services.deployment.finding import Finding, hindering

__all__ = ["Finding", "findings_of", "findings_of_application", "hindering"]
