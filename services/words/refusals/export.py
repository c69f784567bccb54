"""Why the rules of `domain.export` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "export.already_delivered": Reason("该次导出已登记", "需要时请另行导出。"),
    "export.about_missing": Reason("没有写明导出的是什么", "请写明清单编号、年度或检查点。"),
    "export.people_out_of_range": Reason("人数不符", "请核对人数。"),
}
