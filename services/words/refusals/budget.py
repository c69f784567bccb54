"""Why the rules of `domain.budget` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "budget.adjusted_too_often": Reason(
        "本年度预算调整次数已满", "原则上一年调整一次；请并入下年度预算。"
    ),
    "budget.already_approved": Reason("本年度预算已批准", "需要改动的，请编制预算调整。"),
    "budget.amount_not_positive": Reason(
        "金额须大于零", "请填写以分为单位的正整数，不超过一百亿元。"
    ),
    "budget.amount_out_of_range": Reason(
        "账上的合计超出金额的范围", "请核对本年度的账，更正错记的金额。"
    ),
    "budget.before_last_step": Reason("日期早于上一步的日期", "请核对各步的先后日期。"),
    "budget.decision_missing": Reason("没有写明会议或文件号", "请填写工会委员会审议通过的文号。"),
    "budget.deficit": Reason("支出大于收入和上年结余", "请量入为出，调减支出或补列收入。"),
    "budget.duties_not_separated": Reason("同一人不得兼办编制、审议和审查", "请更换签字人。"),
    "budget.filing_no_missing": Reason("没有填写备案文号", "请填写报上级工会备案的文号。"),
    "budget.line_below_spent": Reason("调减后低于已支出的数额", "请减少调减额。"),
    "budget.line_exceeded": Reason(
        "超过该科目的预算余额", "不得超预算支出；请先调整预算，或减少金额。"
    ),
    "budget.line_missing": Reason("该科目没有列入预算", "不得无预算支出；请先调整预算。"),
    "budget.line_out_of_range": Reason(
        "调整后的预算数超出范围", "预算数不能小于零，请核对调整数。"
    ),
    "budget.lines_overlap": Reason(
        "同一科目列了两次，或上下级科目同时列支", "每项只列一次，上级科目和它的明细不能同列。"
    ),
    "budget.materials_too_late": Reason(
        "送审材料不足规定的工作日", "请在材料送达满规定工作日后再审查。"
    ),
    "budget.month_not_of_year": Reason("月份不属于该年度", "请填写该年度的月份，例如 2026-06。"),
    "budget.no_chart_in_force": Reason(
        "该日期没有生效的科目表", "请先采用相应会计制度的科目对照。"
    ),
    "budget.no_lines": Reason("没有预算科目", "请至少列一个科目。"),
    "budget.no_policy_in_force": Reason(
        "该日期没有生效的预算管理规定", "请先采用本地的预算管理规定。"
    ),
    "budget.no_such_draft": Reason("没有正在办理的这份文件", "请先编制，或核对文件种类。"),
    "budget.none_approved": Reason("本年度预算尚未批准", "不得无预算支出；请先批准预算。"),
    "budget.not_an_expense": Reason("该科目不是支出科目", "请核对科目编码。"),
    "budget.not_income_or_expense": Reason("只有收入和支出科目列入预算", "请核对科目编码。"),
    "budget.not_settled": Reason("本年度决算尚未批准", "请在决算批准后公开。"),
    "budget.nothing_to_file": Reason("没有待备案的文件", "请先批准，再报备案。"),
    "budget.office_not_held": Reason(
        "此人在该日期不担任这项职务", "请核对人员和任职日期，或换由任职人员办理。"
    ),
    "budget.other_paper_pending": Reason("另有一份文件正在办理", "请先办完或放弃那一份。"),
    "budget.other_year": Reason("年度不符", "请核对年度。"),
    "budget.released_more_than_committed": Reason("释放的金额大于占用的金额", "请核对金额和凭证。"),
    "budget.settled": Reason("本年度决算已批准", "该年度不再占用预算，也不再调整。"),
    "budget.spent_in_other_year": Reason("支出日期不在该年度", "请用支出日期所在年度的预算。"),
    "budget.step_out_of_order": Reason(
        "步骤的先后不对", "依次为编制、委员会通过、经审会审查、批准。"
    ),
    "budget.year_malformed": Reason("年度超出范围", "请填写四位数的年度。"),
    "budget.year_not_over": Reason("该年度尚未结束", "请在年度结束后编制决算。"),
}
