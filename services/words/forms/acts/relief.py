"""慰问、结对和走访: condolences, pairings, visits."""

from typing import Final

from services.words.forms.acts.words import ActWords

ACTS: Final = {
    "recordCondolence": ActWords(
        "补登慰问",
        "补登纸面审批的慰问",
        "照纸质单据补登并记账；超过标准的按规定拦下或提示。",
    ),
    "reverseCondolence": ActWords(
        "冲销慰问",
        "冲销慰问",
        "用红字冲销，两条记录都保留；款项记回账上。",
    ),
    "requestCondolence": ActWords(
        "申请慰问",
        "慰问申请",
        "登记后由审批人审批；经办人不能审批。",
    ),
    "approveCondolence": ActWords(
        "批准慰问",
        "审批慰问申请",
        "按当日的慰问标准核对，金额可以少于申请；批准后由送达人慰问并登记。",
    ),
    "rejectCondolence": ActWords(
        "不予慰问",
        "不批准慰问申请",
        "申请到此结束。",
    ),
    "deliverCondolence": ActWords(
        "登记已慰问",
        "登记慰问送达",
        "登记后即记账；不填金额的按批准的金额。",
    ),
    "startPairing": ActWords(
        "登记结对",
        "登记结对帮扶",
        "一户同时只有一名帮扶人；期限到时由检查人检查考核。",
    ),
    "reviewPairing": ActWords(
        "登记检查",
        "结对帮扶检查",
        "记下进展，可以改定期限；检查人不能是帮扶人。",
    ),
    "endPairing": ActWords(
        "结束结对",
        "结束结对帮扶",
        "结对到此结束；这一户可以另行结对。",
    ),
    "recordVisit": ActWords(
        "登记走访",
        "登记走访",
        "系统计算从事情发生到走访的天数；有诉求的再登记处理结果。",
    ),
    "recordFollowUp": ActWords(
        "登记处理结果",
        "登记诉求处理结果",
        "记下诉求的处理情况，走访台账随之更新。",
    ),
    "reverseVisit": ActWords(
        "冲销走访",
        "冲销走访",
        "登记有误才冲销，两条记录都保留。",
    ),
}
TITLES: Final = {
    "listCondolences": "慰问台账",
    "readCondolence": "慰问详情",
    "readPayableCondolence": "待送达的慰问",
    "listCondolenceRequests": "慰问申请台账",
    "readCondolenceRequest": "慰问申请详情",
    "listPairings": "一帮一结对台账",
    "readPairing": "结对帮扶",
    "listVisits": "走访（五必访）记录",
    "readVisit": "走访详情",
}
