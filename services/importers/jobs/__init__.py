"""Imports as jobs: a workbook is uploaded, read, agreed to, committed, and taken back as a whole."""

from services.importers.jobs.job import Found, Job, JobRefused, Submitted
from services.importers.jobs.jobs import ImportJobs
from services.importers.jobs.reversing import Dependent, RunReverser
from services.importers.jobs.runner import JobRunner

__all__ = [
    "Dependent",
    "Found",
    "ImportJobs",
    "Job",
    "JobRefused",
    "JobRunner",
    "RunReverser",
    "Submitted",
]
