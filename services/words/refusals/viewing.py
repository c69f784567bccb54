"""Why the rules of `domain.viewing` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "viewing.already_recorded": Reason("这次查看已记录", "再次查看请换用新的 Idempotency-Key。"),
    "viewing.field_unknown": Reason("没有这个项目", "请按接口说明列出要查看的项目。"),
    "viewing.fields_missing": Reason("没有写明查看哪些项目", "请只列出办事所需的项目。"),
    "viewing.member_unknown": Reason("没有这个人", "请核对编号。"),
    "viewing.not_for_a_payment": Reason(
        "出纳只能查看待付款项的收款人", "只列收款账户和姓名，事由选付款；款项须已批准且尚未付清。"
    ),
    "viewing.reference_missing": Reason("没有填写依据", "请填写业务编号或文书号。"),
    "viewing.rows_out_of_range": Reason("条数超出范围", "请核对导出的条数。"),
}
