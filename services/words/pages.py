"""Reasons in a page's words: where the API speaks of requests and fields, a page speaks of forms."""

from typing import Final

from services.words.reason import Reason

ON_PAGES: Final = {
    "request.body_invalid": Reason("有内容没有填对", "请改正标出的地方。还没有写入任何数据。"),
    "request.body_malformed": Reason("提交的内容无法读取", "请返回上一页重新填写。"),
    "request.body_too_large": Reason("提交的内容过大", "请分几次提交，或换用较小的文件。"),
    "request.body_slow": Reason("上传太慢，已中断", "请检查网络后重试。还没有写入任何数据。"),
    "request.media_type_unsupported": Reason("不支持这种文件", "请换用页面上写明的文件类型。"),
    "request.field_missing": Reason("没有填写", "这一项必填。"),
    "request.field_invalid": Reason("格式或范围不对", "请按提示重新填写。"),
    "request.field_unknown": Reason("多出的内容", "请刷新页面后重新填写。"),
    "request.query_invalid": Reason("查询条件无法读取", "请修改条件后重新查询。"),
    "request.cursor_invalid": Reason("翻页位置已失效", "请从第一页重新查询。"),
    "request.path_unknown": Reason("没有找到这个页面", "请从菜单进入，或确认有权查看。"),
    "request.too_many_reads": Reason("查询过于频繁", "请稍候再试。"),
    "request.id_of_another_kind": Reason("没有找到", "请从列表重新进入。"),
    "store.version_moved": Reason(
        "别人刚修改过", "下面列出了您打开之后的变化。核对无误后可以再次提交。"
    ),
    "store.command_reused": Reason(
        "这张表已经提交过", "同一张表改动后不能再次提交。请从头打开一张新表。"
    ),
    "store.outcome_unknown": Reason(
        "暂时不知道是否已写入", "请直接再点一次提交：同一张表只会写入一次。"
    ),
    "store.failed": Reason("没有写入", "请稍后再点一次提交：同一张表只会写入一次。"),
    "store.busy": Reason("系统繁忙", "请稍候再试。"),
    "store.condition_failed": Reason("同时办理的业务过多", "请稍候再点一次提交。"),
    "access.cross_site": Reason("页面已过期", "请返回上一页刷新后重新提交。"),
    "access.forbidden": Reason("您的岗位不能办理这一项", "请由有权限的人员办理。"),
    "service.failed": Reason("系统出错", "请稍后再试；仍不行时请联系管理员。"),
}
