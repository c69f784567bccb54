"""Imports a workbook as a clerk's program does: upload, wait, commit by the digest, take back."""

from urllib.parse import quote

import httpx

from tests.services.http.calling import County, Json
from tests.support.books import ROOT

DEMO = ROOT / "deploy" / "demo" / "county-a"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Clerk:
    """A clerk's program with a key of the unit."""

    def __init__(self, county: County, at: str | None = None) -> None:
        self.county = county
        self.at = at or f"{county.union}/imports"

    async def upload(self, content: bytes, name: str, **query: str) -> httpx.Response:
        """Send a file and nothing else."""
        named = f"attachment; filename*=UTF-8''{quote(name)}"
        headers = self.county.unit.headers() | {"Content-Type": XLSX, "Content-Disposition": named}
        return await self.county.client.post(
            self.at, content=content, params=query, headers=headers
        )

    async def tried(self, content: bytes, name: str, **query: str) -> Json:
        """Send a file and let it be read."""
        answer = await self.upload(content, name, **query)
        assert answer.status_code == 202, answer.text
        await self.work()
        return await self.job(answer.json()["import_id"])

    async def work(self) -> None:
        """Do what waits."""
        while await self.county.parts.import_runner.run_next():
            pass

    async def job(self, import_id: str) -> Json:
        """Look at a job."""
        answer = await self.county.unit.get(f"{self.at}/{import_id}")
        assert answer.status_code == 200, answer.text
        job: Json = answer.json()
        return job

    async def commit(self, job: Json, **asked: object) -> httpx.Response:
        """Agree to what was shown."""
        body = {"digest": job["digest"], **asked}
        return await self.county.unit.post(f"{self.at}/{job['import_id']}/commit", body)

    async def committed(self, job: Json, **asked: object) -> Json:
        """Agree to what was shown, and let it be booked."""
        answer = await self.commit(job, **asked)
        assert answer.status_code == 202, answer.text
        await self.work()
        return await self.job(job["import_id"])

    async def imported(self, content: bytes, name: str, **query: str) -> Json:
        """Import a file that has no fault."""
        done = await self.committed(await self.tried(content, name, **query))
        assert done["state"] == "committed", done
        return done

    async def reverse(self, job: Json, reason: str = "导错了文件") -> httpx.Response:
        """Ask for the whole run to be taken back."""
        return await self.county.unit.post(
            f"{self.at}/{job['import_id']}/reverse", {"reason": reason}
        )

    async def reversed(self, job: Json) -> Json:
        """Take the whole run back."""
        answer = await self.reverse(job)
        assert answer.status_code == 202, answer.text
        await self.work()
        return await self.job(job["import_id"])


def demo(name: str, folder: str = "QZ001") -> bytes:
    """Return a workbook of the demo county."""
    return (DEMO / folder / name).read_bytes()
