"""The import wizard without a script: upload, report, control totals, commit, take back."""

from tests.services.http.people import People
from tests.services.imports.importing import DEMO, XLSX, demo
from tests.services.pages.walking import Seen, Walker

ROSTER = "会员花名册.xlsx"
DUES = "会费收缴明细_2026.xlsx"


async def work(people: People) -> None:
    """Do what waits."""
    while await people.county.parts.import_runner.run_next():
        pass


async def uploaded(people: People, walker: Walker, content: bytes, name: str) -> Seen:
    """Send a file, let it be read, look at the job."""
    page = await walker.open(f"/unions/{people.county.union_id}/imports/new")
    job = await walker.send(
        page, page.form("kind"), {}, files=[("workbook", (name, content, XLSX))]
    )
    assert job.status == 200, job.text
    assert "正在排队或读取文件" in job.text
    await work(people)
    return await walker.open(job.path)


async def committed(people: People, walker: Walker, job: Seen, **fields: str) -> Seen:
    """Agree to what was shown, and let it be booked."""
    asked = await walker.open(job.href("核对合计并写入"))
    begun = await walker.send(asked, asked.form("agreed_digest"), dict(fields))
    if begun.status != 200:
        return begun
    await work(people)
    return await walker.open(job.path)


async def test_a_roster_and_dues_are_tried_agreed_to_with_the_papers_totals_and_taken_back(
    people: People,
) -> None:
    walker = Walker(people.clerk)
    home = f"/unions/{people.county.union_id}"
    template = await people.clerk.get("/templates/roster")
    assert template.status_code == 200
    assert template.content[:2] == b"PK"
    roster = await uploaded(people, walker, demo(ROSTER), ROSTER)
    assert "每一行都可以写入" in roster.text
    done = await committed(people, walker, roster)
    assert "已全部写入" in done.text

    before = await people.county.head()
    dues = await uploaded(people, walker, demo(DUES), DUES)
    assert await people.county.head() == before, "a dry run writes nothing"
    differs = await committed(
        people, walker, dues, **{"control.count": "1", "control.total_fen": "1.00"}
    )
    assert differs.status == 422
    assert "文件里的合计" in differs.text
    done = await committed(
        people,
        walker,
        dues,
        **{"control.count": "1", "control.total_fen": "1", "control_reason": "纸面漏了一页"},
    )
    assert "差额原因：纸面漏了一页" in done.text

    standing = await walker.open(f"{roster.path}/reverse")
    assert "件后来的业务建立在它上面" in standing.text
    undo = await walker.open(f"{dues.path}/reverse")
    begun = await walker.submit(undo, undo.form("reason"), reason="导错了文件")
    assert begun.status == 200, begun.text
    await work(people)
    assert "已整批撤回" in (await walker.open(dues.path)).text
    listed = await walker.open(f"{home}/imports")
    assert DUES in listed.text


async def test_a_faulty_row_is_named_with_its_column_value_and_how_to_mend_it(
    people: People,
) -> None:
    walker = Walker(people.clerk)
    folder = DEMO / "errors" / "01-id-check-digit"
    (path,) = folder.rglob("*.xlsx")
    job = await uploaded(people, walker, path.read_bytes(), path.name)
    assert "下载不通过的行" in job.text
    assert "身份证号" in job.text
    workbook = await people.clerk.get(job.href("下载不通过的行"))
    assert workbook.content[:2] == b"PK"
    refused = await committed(people, walker, job)
    assert refused.status == 422, "the other rows are taken only if somebody says so"


async def test_nothing_chosen_and_no_workbook_are_told(people: People) -> None:
    walker = Walker(people.clerk)
    page = await walker.open(f"/unions/{people.county.union_id}/imports/new")
    nothing = await walker.send(page, page.form("kind"), {}, files=[])
    assert nothing.status in (415, 422)
    text = await walker.send(
        page, page.form("kind"), {}, files=[("workbook", ("a.xlsx", b"no workbook", XLSX))]
    )
    await work(people)
    job = await walker.open(text.path)
    assert "不能" in job.text or "读不" in job.text


async def test_only_the_clerk_imports(people: People) -> None:
    for person in (people.chair, people.cashier, people.unit_auditor):
        page = await Walker(person).open(f"/unions/{people.county.union_id}/imports")
        assert page.status == 403
