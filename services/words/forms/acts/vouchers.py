"""凭证: from the draft to the books, and back in red."""

from typing import Final

from services.words.forms.acts.words import ActWords

ACTS: Final = {
    "draftVoucher": ActWords(
        "保存凭证",
        "填制凭证",
        "保存为草稿，还没有入账；核对后由经办人提交审核。",
    ),
    "reviseVoucher": ActWords(
        "保存修改",
        "修改凭证",
        "草稿整体替换，请填全；还须提交审核。",
    ),
    "submitVoucher": ActWords(
        "提交审核",
        "提交凭证审核",
        "提交后由审核人审核；经办人不能审核。",
    ),
    "returnVoucher": ActWords(
        "退回修改",
        "退回凭证",
        "退回后由经办人修改，重新提交；占用的预算随之释放。",
    ),
    "reviewVoucher": ActWords(
        "审核通过",
        "审核凭证",
        "审核后由审批人审批；审核人不能审批。",
    ),
    "approveVoucher": ActWords(
        "审批通过",
        "审批凭证",
        "审批后占用预算，由出纳付款或会计记账；审批人不能付款。",
    ),
    "postVoucher": ActWords(
        "付款（记账）",
        "凭证付款和记账",
        "记账后取得凭证号，不能再改；有误只能冲销。",
    ),
    "discardVoucher": ActWords(
        "作废",
        "作废凭证",
        "只能作废还没有记账的凭证；作废后不能恢复，需要的须重新填制。",
    ),
    "reverseVoucher": ActWords(
        "冲销",
        "红字冲销凭证",
        "用红字冲销，两张凭证都保留；申请人和批准人须是不同的人。已结账月份的数字不变。",
    ),
    "previewReversal": ActWords(
        "预览冲销",
        "预览冲销结果",
        "只显示冲销后各月的变化，不写入账簿。",
    ),
}
TITLES: Final = {
    "listVouchers": "记账凭证",
    "listVouchersInWork": "在办凭证",
    "readVoucher": "凭证",
}
