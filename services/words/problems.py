"""Why the store, the keys or the API itself refused, and how to mend it."""

from typing import Final

from services.words.attachments import ATTACHMENT_PROBLEMS
from services.words.imports import IMPORT_PROBLEMS
from services.words.prints import PRINT_PROBLEMS
from services.words.reason import Reason
from services.words.workbooks import ROW_REASONS

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
    "store.duties_not_separated": Reason(
        "前一步骤由同一人办理，岗位未分离", "请由另一位有权限的人员办理这一步。"
    ),
    "store.union_moved": Reason(
        "本单位的账已停止在此记账，迁往另一处", "请到新的系统办理；取消迁移须由管理员办理。"
    ),
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

TRANSFER_PROBLEMS: Final = {
    "dues_batch.unknown": Reason("没有这个批次", "请核对批次编号。"),
    "transfer.unknown": Reason("没有这次接转", "请核对接转编号，或确认是否转往本会。"),
    "transfer.target_unknown": Reason(
        "本县没有这个转入工会", "请核对工会编号；县外的工会请只填写名称。"
    ),
    "transfer.not_pending": Reason("接转不在办理中", "该接转已完成或已撤销，请核对。"),
    "transfer.already_accepted": Reason("转入工会已经接收", "不能再撤销或重复接收；有误请冲销。"),
    "transfer.not_accepted": Reason("转入工会还没有接收", "请等对方接收后再办理转出。"),
    "transfer.identity_unreadable": Reason(
        "原工会的会员信息无法读取", "请按会员证件由转入工会直接登记转入。"
    ),
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
    "request.several_people_fit": Reason(
        "有几个人符合", "请写全姓名，或写公民身份号码、手机号码，或从列出的人中选择。"
    ),
    "request.field_unknown": Reason("有接口说明以外的字段", "请删去。"),
    "request.field_missing": Reason("缺少必填字段", "请补上。"),
    "request.field_invalid": Reason("字段的类型或范围不符", "请按接口说明填写。"),
    "request.date_out_of_range": Reason("日期超出范围", "请填写 1900 年至 2199 年之间的日期。"),
    "request.text_unsafe": Reason("文字含有不可见字符", "请删去后重新提交。"),
    "request.body_too_large": Reason(
        "请求内容过大", "请拆成几次提交，每次不超过 256 KiB；文件的上限写在上传处。"
    ),
    "request.too_many_reads": Reason(
        "同时查询或查询次数过多",
        "回溯、比对、分析和证据包较耗时，请按 Retry-After 的秒数稍候再试。",
    ),
    "request.body_slow": Reason("请求内容没有按时送达", "请检查网络后重试。"),
    "request.media_type_unsupported": Reason(
        "不支持的内容类型", "请使用 Content-Type: application/json。"
    ),
    "request.query_invalid": Reason("查询参数不符", "请按 errors 所指的参数修改。"),
    "request.known_at_ahead": Reason("known_at 超过了账的末尾", "请改用不超过末尾的位置。"),
    "request.search_in_body": Reason(
        "完整的证件号和电话不能写在网址里", "请改用 POST 提交，或只输入后四位。"
    ),
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
    "access.read_not_recorded": Reason(
        "查阅未能记入日志，未予答复", "审计查阅须先记录；请稍后重试。"
    ),
    "access.key_unknown": Reason("没有找到", "请核对密钥编号。"),
    "policy.unknown": Reason("没有这个预设规定", "请从提供的预设中选择。"),
    "policy.invalid": Reason("规定的内容不符", "请写明预设编号，或给出完整的规定，不可两者都写。"),
    "statement.unknown": Reason("没有这份打印件", "请核对校验码；未登记的打印件请用核对接口。"),
    "policy.adoption_unknown": Reason("没有这项下发的规定", "请核对下发的编号。"),
    **ATTACHMENT_PROBLEMS,
    **IMPORT_PROBLEMS,
    **PRINT_PROBLEMS,
    "evidence.no_checkpoint": Reason("没有这个检查点", "请核对编号；刚启用的系统一分钟内生成。"),
    "evidence.not_covered": Reason(
        "该检查点之后才记的账", "请等下一个检查点（一分钟内），或换用更新的检查点。"
    ),
    "evidence.cosignature_refused": Reason(
        "见证签名不符", "请核对见证方公钥是否已登记、时钟是否准确、检查点是否一致。"
    ),
    "evidence.log_broken": Reason(
        "账的记录不完整，无法证明", "请立即运行 gonghui fsck，并与审计人员联系。"
    ),
    "ledgers.not_yet_shown": Reason("台账尚未更新到该位置", "请稍后重试。"),
    "ledgers.difference_too_wide": Reason(
        "两个状态相隔的变动太多", "请缩小 as_of 或 known_at 的范围，分段比较。"
    ),
    "ledgers.stumbled": Reason("无法按当时的账重放", "请与管理员联系，并提供 request_id。"),
    "service.failed": Reason("系统出错", "请稍后重试；仍不成功请提供 request_id。"),
}
