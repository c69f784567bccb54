"""Why the rules of `domain.statement` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "statement.already_issued": Reason(
        "这份打印件已登记", "同一份打印件的校验码相同，不需要再次登记。"
    ),
    "statement.code_malformed": Reason("校验码不符", "校验码为 16 位，由数字和字母组成。"),
    "statement.month_of_another_year": Reason("月份不属于该年度", "请核对年度和月份。"),
    "statement.no_position": Reason("账内还没有记录", "请在记账后打印。"),
    "statement.rows_miscounted": Reason("行数与内容不符", "请与管理员联系，并提供 request_id。"),
}
