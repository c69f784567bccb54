"""The Chinese words a user reads, in one place: reasons for refusals and how to mend them."""

from typing import Final, NamedTuple


class Reason(NamedTuple):
    """What is wrong and how the clerk mends it."""

    what: str
    mend: str


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
}

NOTE_REASONS: Final = {
    "header_unknown": "未识别的列，未读取",
    "sheet_skipped": "工作表里没有找到表头，未读取",
    "table_skipped": "不是本次导入的表，未读取",
    "row_ignored": "看作说明文字，未读取",
    "leaving_expected": "花名册写明已离会，离会日期以会员变动为准；请一并导入会员变动",
}

VOCABULARY_REASONS: Final = {
    "vocabulary_malformed": "用语文件格式不对",
    "column_unknown": "没有这一列",
    "word_table_unknown": "这一列没有固定用语",
    "word_key_unknown": "没有这个含义",
}


# Problems that programs are answered with: one per refusal code, store error and fault of a request.

REFUSAL_PROBLEMS: Final = {
    "aid_case.already_approved": Reason("帮扶编号已审批", "请核对帮扶编号；如为新个案，请另编号。"),
    "aid_case.amount_not_positive": Reason(
        "帮扶金额须大于零", "请填写以分为单位的正整数，不超过一百亿元。"
    ),
    "aid_case.approved_before_file": Reason("审批日期早于建档日期", "请核对审批日期和建档日期。"),
    "aid_case.paid_before_approved": Reason("发放日期早于审批日期", "请核对发放日期。"),
    "aid_case.recipient_not_beneficiary": Reason("领取人不是受助人", "请发给审批的受助人本人。"),
    "aid_case.returned_before_paid": Reason("退回日期早于发放日期", "请核对退回日期。"),
    "dues.month_malformed": Reason("会费所属月份不符", "请写成 2026-01。"),
    "dues.reversed_before_received": Reason("冲销日期早于收入日期", "请核对冲销日期。"),
    "federation.unit_is_federation": Reason("单位不能是本会自己", "请核对单位。"),
    "union.office_ends_before_it_begins": Reason("离任日期早于任职日期", "请核对离任日期。"),
    "union.offices_not_separated": Reason("会计与出纳须由不同的人担任", "请更换人选。"),
    "union.period_malformed": Reason("月份不符", "请写成 2026-01。"),
    "union.policy_not_sound": Reason("规定的比例或计费单位不合理", "请核对比例和计费单位。"),
    "aid_case.approved_otherwise": Reason(
        "该帮扶编号已按其他内容审批", "请核对帮扶编号、档案、受助人、项目、资金来源和金额。"
    ),
    "aid_case.cash_for_fiscal_funds": Reason(
        "财政专项资金不得发放现金", "请改为转账到本人银行账户。"
    ),
    "aid_case.category_differs": Reason("帮扶项目与审批不一致", "请按审批的帮扶项目发放。"),
    "aid_case.duties_not_separated": Reason(
        "经办、审核、审批须由不同的人承担，且不得为受助人", "请更换经办人、审核人或审批人。"
    ),
    "aid_case.fund_source_differs": Reason("资金来源与审批不一致", "请按审批的资金来源发放。"),
    "aid_case.member_unknown": Reason("账内没有这位会员", "请先登记会员。"),
    "aid_case.no_household_file": Reason("尚未建立困难职工档案", "请先建档，再审批帮扶。"),
    "aid_case.no_policy_in_force": Reason(
        "该日期没有生效的帮扶规定或科目对照", "请先采用相应的规定。"
    ),
    "aid_case.no_such_payment": Reason("没有这笔发放", "请核对发放记录的版本号。"),
    "aid_case.not_approved": Reason("帮扶尚未审批", "请先审批，再发放。"),
    "aid_case.operation_not_posted": Reason(
        "科目对照中没有这项业务", "请采用含有该业务的科目对照。"
    ),
    "aid_case.over_approved": Reason("发放合计超过审批金额", "请核对金额；需要增加的，另行审批。"),
    "aid_case.payment_already_returned": Reason("这笔发放已经退回", "不需要再次退回。"),
    "aid_case.recipient_deceased": Reason("领取人已去世", "请核对领取人和发放日期。"),
    "condolence.already_recorded": Reason("这笔慰问已登记", "不需要再次登记。"),
    "condolence.already_reversed": Reason("这笔慰问已冲销", "不需要再次冲销。"),
    "condolence.reversed_before_given": Reason("冲销日期早于慰问日期", "请核对日期。"),
    "condolence.amount_not_positive": Reason(
        "慰问金额须大于零", "请填写以分为单位的正整数，不超过一百亿元。"
    ),
    "condolence.member_unknown": Reason("账内没有这位会员", "请先登记会员。"),
    "condolence.no_posting_map_in_force": Reason(
        "该日期没有生效的科目对照", "请先采用相应的科目对照。"
    ),
    "condolence.operation_not_posted": Reason(
        "科目对照中没有慰问业务", "请采用含有该业务的科目对照。"
    ),
    "condolence.unknown": Reason("没有这笔慰问", "请核对慰问编号。"),
    "dues.amount_not_positive": Reason(
        "会费金额须大于零", "请填写以分为单位的正整数，不超过一百亿元。"
    ),
    "dues.member_unknown": Reason("账内没有这位会员", "请先登记会员。"),
    "dues.no_policy_in_force": Reason("该月没有生效的会费规定", "请先采用会费规定。"),
    "dues.no_posting_map_in_force": Reason("该日期没有生效的科目对照", "请先采用相应的科目对照。"),
    "dues.no_such_receipt": Reason("没有这笔会费收入", "请核对收入记录的版本号。"),
    "dues.not_member_in_month": Reason("该月不是会员", "请核对会费所属月份和会籍变动。"),
    "dues.operation_not_posted": Reason(
        "科目对照中没有会费收入业务", "请采用含有该业务的科目对照。"
    ),
    "dues.receipt_already_reversed": Reason("这笔会费收入已冲销", "不需要再次冲销。"),
    "dues.wage_out_of_range": Reason("工资基数超出范围", "请填写以分为单位的非负整数。"),
    "federation.already_registered": Reason("工会联合会已登记", "不需要再次登记。"),
    "federation.parent_unknown": Reason("上级工会不在本会名下", "请先登记上级工会。"),
    "federation.unit_already_enrolled": Reason("该单位已登记", "不需要再次登记。"),
    "federation.unit_code_taken": Reason("单位编码已被使用", "请核对单位编码。"),
    "federation.unknown": Reason("没有找到", "请核对编号，或确认有权查看。"),
    "household.file_already_open": Reason("该档案编号已建档", "请核对档案编号。"),
    "household.file_of_another": Reason("该档案属于另一位职工", "请核对档案编号和户主。"),
    "household.member_unknown": Reason("账内没有这位会员", "请先登记会员。"),
    "import_run.already_committed": Reason("该文件已导入", "不需要再次导入。"),
    "member.already_member": Reason("已经是会员", "不需要再次入会；信息有误请更正。"),
    "member.already_registered": Reason("账内已有此人", "请办理入会、转入或恢复会籍。"),
    "member.application_waits": Reason("入会申请待审批", "请先批准或退回现有申请。"),
    "member.approved_before_applied": Reason("批准日期早于申请日期", "请核对批准日期。"),
    "member.change_not_legal": Reason("该变动与会籍时间线不符", "请核对变动种类和日期。"),
    "member.deceased": Reason("会员已去世", "请核对身份；登记有误请先冲销去世记录。"),
    "member.entry_not_reversible": Reason("唯一的入会记录不能冲销", "请改为更正信息或登记退会。"),
    "member.joined_after_entry": Reason("入会日期晚于入会记录", "请填写首次入会日期。"),
    "member.no_application": Reason("没有待审批的申请", "请先登记入会申请。"),
    "member.no_such_change": Reason("没有这次变动", "请核对变动的版本号。"),
    "member.not_live": Reason("会籍已终止", "请先办理入会、转入或恢复会籍。"),
    "member.nothing_corrected": Reason("没有要更正的内容", "请至少填写一项更正。"),
    "member.unknown": Reason("没有找到会员", "请核对会员编号。"),
    "union.already_registered": Reason("工会已登记", "不需要再次登记。"),
    "union.credit_code_without_legal_person": Reason(
        "不是法人的工会没有统一社会信用代码", "请删去信用代码，或改为具有法人资格。"
    ),
    "union.dissolved": Reason("工会已撤销", "撤销后不能再办理业务。"),
    "union.name_unchanged": Reason("名称没有变化", "请填写新名称。"),
    "union.officer_already_recorded": Reason("此人已任该职", "不需要再次登记。"),
    "union.period_already_closed": Reason("该月份已结账", "不需要再次结账。"),
    "union.period_not_over": Reason("该月份尚未结束", "请在月份结束后结账。"),
    "union.unknown": Reason("没有找到", "请核对编号，或确认有权查看。"),
}

STORE_PROBLEMS: Final = {
    "store.failed": Reason("数据库未能完成", "请稍后用同一个 Idempotency-Key 重试。"),
    "store.union_unknown": Reason("没有找到", "请核对编号，或确认有权查看。"),
    "store.command_reused": Reason(
        "同一个 Idempotency-Key 用于了不同的请求", "新的请求请换用新的 Idempotency-Key。"
    ),
    "store.version_moved": Reason("内容已被更新", "请重新读取，按最新的 ETag 再提交。"),
    "store.condition_failed": Reason("同时办理的业务过多", "请稍后用同一个 Idempotency-Key 重试。"),
    "store.claim_taken": Reason("与账内已有的登记重复", "请先查询是否已登记。"),
    "store.unbalanced": Reason("分录借贷不平，未写入", "请与管理员联系，并提供 request_id。"),
    "store.period_closed": Reason("日期落在已结账的月份", "请改用未结账月份的日期。"),
    "store.value_invalid": Reason("内容无法保存", "请删去不可见字符，并核对数字范围。"),
    "store.outcome_unknown": Reason(
        "数据库没有回答，业务可能已写入", "请用同一个 Idempotency-Key 重复同一请求。"
    ),
    "store.busy": Reason("系统繁忙", "请稍后重试。"),
}

PERSON_PROBLEMS: Final = {
    "member.identity_incomplete": Reason("姓名和证件号码须一并填写", "请同时给出姓名和证件号码。"),
    "member.id_number_differs": Reason(
        "证件号码不是该会员的", "证件号码录错的，请冲销该记录，按正确号码重新登记。"
    ),
    "person.name_missing": Reason("姓名为空", "请填写姓名。"),
    "person.name_malformed": ROW_REASONS["name_malformed"],
    "person.unsafe_text": ROW_REASONS["unsafe_text"],
    "person.text_malformed": ROW_REASONS["text_malformed"],
    "person.id_malformed": ROW_REASONS["id_malformed"],
    "person.id_check_digit": ROW_REASONS["id_check_digit"],
    "person.id_birth_date": ROW_REASONS["id_birth_date"],
}

REQUEST_PROBLEMS: Final = {
    "request.id_of_another_kind": Reason("编号指的不是这类对象", "请核对编号。"),
    "request.path_unknown": Reason("没有找到", "请核对编号，或确认有权查看。"),
    "request.method_not_allowed": Reason("不支持该方法", "请按接口说明换用方法。"),
    "request.header_malformed": Reason(
        "请求头含有不允许的字符或重复", "请只用可见的 ASCII 字符，每个请求头只写一次。"
    ),
    "request.body_malformed": Reason(
        "请求内容不是有效的 JSON", "请以 UTF-8 编码的 JSON 对象提交。"
    ),
    "request.body_invalid": Reason(
        "请求内容与接口说明不符", "请按 errors 所指的位置修改；未写入任何数据。"
    ),
    "request.field_unknown": Reason("有接口说明以外的字段", "请删去。"),
    "request.field_missing": Reason("缺少必填字段", "请补上。"),
    "request.field_invalid": Reason("字段的类型或范围不符", "请按接口说明填写。"),
    "request.date_out_of_range": Reason("日期超出范围", "请填写 1900 年至 2199 年之间的日期。"),
    "request.text_unsafe": Reason("文字含有不可见字符", "请删去后重新提交。"),
    "request.body_too_large": Reason("请求内容过大", "请拆成几次提交，每次不超过 256 KiB。"),
    "request.body_slow": Reason("请求内容没有按时送达", "请检查网络后重试。"),
    "request.media_type_unsupported": Reason(
        "不支持的内容类型", "请使用 Content-Type: application/json。"
    ),
    "request.query_invalid": Reason("查询参数不符", "请按 errors 所指的参数修改。"),
    "request.known_at_ahead": Reason("known_at 超过了账的末尾", "请改用不超过末尾的位置。"),
    "request.cursor_invalid": Reason("翻页标记无效", "请从第一页重新开始。"),
    "request.idempotency_key_missing": Reason(
        "缺少 Idempotency-Key", "每次写入请带一个新的 UUID；重试时用同一个。"
    ),
    "request.idempotency_key_malformed": Reason(
        "Idempotency-Key 不符", "请用 UUID，或 1 至 200 个可见的 ASCII 字符。"
    ),
    "request.if_match_missing": Reason("缺少 If-Match", "请先读取，再把 ETag 放入 If-Match。"),
    "request.if_match_malformed": Reason("If-Match 不符", '请填写读取时得到的 ETag，例如 "3"。'),
    "request.elements_refused": Reason(
        "有内容未通过，全部未写入", "请按 errors 逐项修改后重新提交。"
    ),
    "access.unauthenticated": Reason(
        "未登录或密钥无效", "请在 Authorization: Bearer 中提供有效的密钥。"
    ),
    "access.forbidden": Reason("没有这项权限", "请用具有相应角色的密钥。"),
    "access.key_already_issued": Reason(
        "该请求已发过密钥", "密钥只显示一次；如未收到，请撤销后用新的 Idempotency-Key 申请。"
    ),
    "access.role_not_fitting": Reason(
        "角色与所属不符", "县级密钥属于工会联合会，单位密钥属于基层工会，运维密钥不属于任何工会。"
    ),
    "access.key_unknown": Reason("没有找到", "请核对密钥编号。"),
    "policy.unknown": Reason("没有这个预设规定", "请从提供的预设中选择。"),
    "policy.invalid": Reason("规定的内容不符", "请写明预设编号，或给出完整的规定，不可两者都写。"),
    "ledgers.not_yet_shown": Reason("台账尚未更新到该位置", "请稍后重试。"),
    "ledgers.stumbled": Reason("无法按当时的账重放", "请与管理员联系，并提供 request_id。"),
    "service.failed": Reason("系统出错", "请稍后重试；仍不成功请提供 request_id。"),
}

LEDGER_TITLES: Final = {
    "L1": "会员名册",
    "L2": "会员变动台账",
    "L3": "会费收缴明细表",
    "L4": "会费收缴汇总表",
    "L12": "困难职工帮扶台账",
    "L13": "困难职工帮扶资金发放花名册",
    "L15": "慰问台账",
}

LEDGER_COLUMNS: Final = {
    "L1": (
        "会员证号", "姓名", "性别", "民族", "出生年月", "身份证号", "政治面貌", "学历", "户籍类型",
        "是否农民工", "所在部门/小组", "用工形式", "入会日期", "会籍状态", "联系电话",
    ),
    "L2": (
        "姓名", "证件号", "变动类型", "变动原因", "原/新工会", "决定文号/会议", "变动日期", "经办人",
    ),
    "L3": (
        "姓名", "部门/科室", "工资基数", "1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月",
        "10月", "11月", "12月", "全年应缴", "全年实缴", "欠缴金额", "欠缴月数",
    ),
    "L4": ("时间段", "应缴人数", "实缴人数", "应缴金额", "实缴金额", "欠缴金额"),
    "L12": (
        "档案编号", "姓名", "身份证号", "困难类别", "致困原因", "家庭人口", "家庭月人均收入", "帮扶编号",
        "帮扶项目", "资金来源", "审批金额", "审批日期", "帮扶金额", "人次", "最近发放日期",
    ),
    "L13": (
        "发放日期", "帮扶编号", "姓名", "身份证号", "困难类别", "项目", "资金来源", "金额", "发放方式",
        "开户行", "银行卡号", "联系电话", "领取人签字",
    ),
    "L15": (
        "日期", "姓名", "部门", "慰问事由", "事由佐证", "与会员关系", "形式", "金额", "慰问人员", "凭证号",
    ),
}  # fmt: skip

CODE_WORDS: Final = {
    "active": "正常",
    "retained": "保留",
    "transferred_out": "已转出",
    "withdrawn": "退会",
    "deceased": "去世",
    "join": "入会",
    "transfer_in": "转入",
    "transfer_out": "转出",
    "retain": "保留会籍",
    "reinstate": "恢复会籍",
    "withdraw": "退会",
    "death": "死亡",
    "deep": "深度困难",
    "relative": "相对困难",
    "accidental": "意外致困",
    "living_aid": "生活救助",
    "medical_aid": "医疗救助",
    "education_aid": "金秋助学",
    "childrens_day_aid": "六一助学",
    "winter_warmth": "送温暖",
    "summer_cooling": "送清凉",
    "temporary_aid": "临时救助",
    "vocational_training": "职业培训",
    "central_fiscal": "中央财政专项帮扶资金",
    "upper_union": "上级工会补助",
    "own_funds": "本级工会经费",
    "social_donation": "社会捐助",
    "transfer": "银行转账",
    "cash": "现金",
    "marriage": "结婚",
    "childbirth": "生育",
    "illness": "生病住院",
    "bereavement": "丧事",
    "birthday": "生日",
    "retirement": "退休",
    "festival": "节日",
    "other": "其他",
    "yes": "是",
    "no": "否",
}

FOOTER: Final = "{union}　期间：{period}　单位：元　业务日期：{as_of}　事件位点：{position}"

CLI: Final = {
    "importing": "导入 {name}",
    "rollup_title": "{name} {year} 年汇总",
    "ledgers_title": "台账合计（由各台账逐行相加，与汇总核对）",
    "refused_title": "未受理的行：{count}",
    "keys_title": "演示密钥（只显示这一次；请求头 Authorization: Bearer …）",
    "serving": "服务已启动：http://{host}:{port}/v1/openapi.json（Ctrl-C 停止）",
    "agree": "一致",
    "differ": "不一致",
}

ROLLUP_COLUMNS: Final = (
    "单位编码", "单位名称", "在册", "保留", "入会", "离会", "应缴会费", "实缴会费", "收缴率", "帮扶户数",
    "帮扶人次", "帮扶金额", "慰问人次", "慰问金额", "数据截至",
)  # fmt: skip
LEDGER_TOTAL_COLUMNS: Final = (
    "单位编码", "会员名册", "会员变动", "会费应缴", "会费实缴", "帮扶发放", "慰问", "与汇总核对",
)  # fmt: skip
COUNTY_ROW: Final = "全县合计"
MISSING: Final = "--"

CLI_FAULTS: Final = {
    "SettingInvalid": "环境变量 {name} 的值不可用",
    "RootKeyUnusable": "根密钥文件不存在或权限过宽；请先运行 gonghui migrate",
    "unit_unknown": "没有单位编码 {code}",
    "unit_ambiguous": "单位编码 {code} 在几个县里都有，请写成 县编码/单位编码",
    "ledger_unknown": "没有台账 {name}",
    "file_missing": "没有文件 {name}",
}
