"""Why a workbook, a row or a word in it was not taken, and how to mend it."""

from typing import Final

from services.words.reason import Reason

WORKBOOK_REASONS: Final = {
    "not_a_workbook": Reason("不是 Excel 工作簿", "请用 Excel 或 WPS 另存为 .xlsx 后再上传。"),
    "too_large": Reason("文件过大", "请删去图片和空白格式，或按部门拆成几个文件。"),
    "too_many_cells": Reason(
        "表格范围过大", "请选中数据以下的空白行和以右的空白列，删除后保存再上传。"
    ),
    "macro": Reason("文件含有宏", "请另存为不含宏的 .xlsx。"),
    "dtd": Reason("文件结构不安全", "请用 Excel 或 WPS 打开后另存为新的 .xlsx。"),
    "encrypted": Reason("文件有打开密码", "请取消密码后保存再上传。"),
    "timeout": Reason("读取超时", "请用 Excel 或 WPS 另存为新的 .xlsx，或拆成几个文件。"),
    "unreadable": Reason("文件损坏，无法读取", "请用 Excel 或 WPS 打开后另存为新的 .xlsx。"),
    "table_not_found": Reason("没有找到表头", "请检查列名，或在用语文件中登记本县的叫法。"),
    "column_missing": Reason("缺少必填的列", "请补上该列，或在用语文件中登记本县的叫法。"),
    "column_repeated": Reason("同一列出现了两次", "请删去或改名多余的一列。"),
    "kind_ambiguous": Reason("文件里有几种不同的表", "请在上传时选明是哪一种。"),
    "unit_not_yuan": Reason("金额单位不是元", "请换算成元，并改掉表头上的单位。"),
}

ROW_REASONS: Final = {
    "id_destroyed": Reason(
        "身份证号被 Excel 损坏，后几位已丢失", "请把该列设为文本格式，照证件重新录入 18 位号码。"
    ),
    "id_malformed": Reason("身份证号不是 18 位", "请照证件录入 17 位数字加校验码。"),
    "id_check_digit": Reason("身份证号校验码不符", "请照证件核对，有一位录错了。"),
    "id_birth_date": Reason("身份证号里的出生日期不存在", "请照证件核对第 7 至 14 位。"),
    "duplicate_in_file": Reason("与前面的行重复", "请删去重复的一行。"),
    "missing_required": Reason("必填项为空", "请填写。"),
    "formula_cell": Reason("单元格是公式", "请复制后选择性粘贴为数值。"),
    "unsafe_text": Reason("文字以 = + @ 开头，可能被当作公式执行", "请删去开头的符号。"),
    "negative_amount": Reason("金额小于零", "请改为实际金额；退款请另行登记。"),
    "amount_precision": Reason("金额不是整分", "请保留两位小数。"),
    "amount_malformed": Reason("金额无法识别", "请填写数字，例如 1500.00。"),
    "date_malformed": Reason("日期无法识别或不存在", "请写成 2026-01-31，或设为日期格式。"),
    "count_malformed": Reason("数目无法识别", "请填写整数。"),
    "name_malformed": Reason("姓名含有不可见字符或过长", "请重新录入姓名。"),
    "text_malformed": Reason("文字含有不可见字符或过长", "请重新录入。"),
    "digits_lost": Reason("长号码被 Excel 损坏，后几位已丢失", "请把该列设为文本格式后重新录入。"),
    "word_unknown": Reason("不认识的用语", "请改用列出的用语，或在用语文件中登记本县的叫法。"),
    "file_missing": Reason("缺少这个文件", "请补上后重新导入。"),
    "already_member": Reason("已是本会在册会员", "请删去这一行；信息有变请用更正。"),
    "unknown_member": Reason("本会没有这个会员", "请先在会员花名册中登记，或核对身份证号。"),
    "not_member_in_month": Reason("当月不是会员", "请核对月份和会员变动日期。"),
    "received_otherwise": Reason("该月已登记过另一金额", "请先冲销原记录，再重新登记。"),
    "change_not_legal": Reason("与已有的会籍记录矛盾", "请核对变动类型和日期的先后。"),
    "recipient_deceased": Reason("发放日期在去世之后", "请核对领取人和日期。"),
    "over_approved": Reason("累计发放超过审批金额", "请核对金额，或先办理追加审批。"),
    "cash_for_fiscal_funds": Reason("中央财政资金不得发现金", "请改为银行转账到本人账户。"),
    "recipient_not_beneficiary": Reason("领取人不是审批的帮扶对象", "请核对身份证号和帮扶编号。"),
    "paid_before_approved": Reason("发放日期早于审批日期", "请核对两个日期。"),
    "approved_before_file": Reason("审批日期早于建档日期", "先建档、后帮扶，请核对日期。"),
    "unknown_case": Reason("没有这个帮扶编号的审批记录", "请先登记审批，或核对编号。"),
    "approved_otherwise": Reason("该帮扶编号已按别的内容审批", "请核对编号、金额和资金来源。"),
    "category_differs": Reason("与审批的帮扶项目不同", "请核对帮扶编号和项目。"),
    "fund_source_differs": Reason("与审批的资金来源不同", "请核对帮扶编号和资金来源。"),
    "duties_not_separated": Reason("经办、审核、审批须由不同的人担任", "请核对三栏的姓名。"),
    "file_of_another": Reason("该档案编号属于另一户", "请核对档案编号。"),
    "second_file": Reason("该职工已有困难档案", "一户一档，请用原档案编号。"),
    "amount_not_positive": Reason("金额须大于零", "请填写实际金额。"),
    "sample_row": Reason("这是模板里的示例", "请删去这一行。"),
    "stale_row": Reason(
        "导出之后这一行的资料又有变动", "请重新导出花名册，在新的文件里修改这一行。"
    ),
    "row_key_unknown": Reason(
        "会员编号不是本会的", "请重新导出花名册；登记新会员请把会员编号、版本留空。"
    ),
    "row_closed": Reason("该会员的资料已删除或限制处理", "请删去这一行。"),
    "masked_without_key": Reason(
        "脱敏的姓名或身份证号没有会员编号", "新会员请写全姓名和身份证号；否则请重新导出花名册。"
    ),
    "masked_differs": Reason(
        "脱敏内容与该会员的原值不符，可能排序时串了行", "请重新导出花名册；要更正请写全新的内容。"
    ),
    "id_number_differs": Reason("身份证号不能在花名册里更改", "请恢复原值；认错了人请联系管理员。"),
    "status_not_here": Reason("会籍变动不能在花名册里更改", "请恢复原值，用“会员变动”办理。"),
    "joined_after_entry": Reason("入会日期在其后的会籍变动之后", "请核对入会日期。"),
}

ROSTER_EDITED: Final = "导出花名册修改后导入"
"""The reason of a correction that came with an exported roster."""
ROW_CHANGE: Final = "{column}：{before} → {after}"
ROW_CHANGE_NOTHING: Final = "（空）"

REASON_COLUMN: Final = "错误原因"
"""The header of the last column of a workbook that is given back."""
WHOLE_FILE_SHEET: Final = "整个文件的问题"

NOTE_REASONS: Final = {
    "header_unknown": "未识别的列，未读取",
    "sheet_skipped": "工作表里没有找到表头，未读取",
    "table_skipped": "不是本次导入的表，未读取",
    "row_ignored": "看作说明文字，未读取",
    "row_changes": "将更改",
    "row_keys_ignored": "只有“会员编号”“版本”两列都在才认得出是谁的行，这一列未读取",
    "leaving_expected": "花名册写明已离会，离会日期以会员变动为准；请一并导入会员变动",
}

VOCABULARY_REASONS: Final = {
    "vocabulary_malformed": "用语文件格式不对",
    "column_unknown": "没有这一列",
    "word_table_unknown": "这一列没有固定用语",
    "word_key_unknown": "没有这个含义",
}
