"""Reasons (原因) of steps that are not told among the matters they belong to."""

from typing import Final

_ENDED: Final = {
    "term_over": "任期届满",
    "resigned": "辞任",
    "left": "调离",
    "mistake": "授权有误",
    "misuse": "违规使用",
}
_NOT_MOVED: Final = {
    "stays_employed": "未调离",
    "not_accepted": "对方未接收",
    "entered_by_mistake": "登记有误",
    "other": "其他",
}
_TAKEN_DOWN: Final = {
    "term_over": "公开期满",
    "replaced": "由新的公开代替",
    "shown_in_error": "公开有误",
    "objection": "有异议",
}
_SHOWN: Final = {
    "payment": "办理付款",
    "certificate": "办理证件",
    "correction": "更正资料",
    "audit": "审计",
    "requested_by_person": "本人要求",
    "authority": "机关依法要求",
}

CHOICES_OF: Final = {
    "AidRejection.reason": {
        "not_eligible": "不符合条件",
        "over_limit": "超过标准",
        "no_funds": "资金不足",
        "papers_incomplete": "材料不齐",
        "excluded_by_other_aid": "与其他帮扶不能同享",
        "other": "其他",
    },
    "AidCancellation.reason": {
        "withdrawn": "本人撤回",
        "deceased": "本人去世",
        "file_closed": "档案已注销",
        "entered_twice": "重复录入",
        "other": "其他",
    },
    "Ending.reason": _ENDED,
    "PlatformEnding.reason": _ENDED,
    "Closing.reason": {
        "left": "离职",
        "own_wish": "本人申请",
        "misuse": "违规使用",
        "mistake": "开通有误",
    },
    "Reset.reason": {
        "password_forgotten": "忘记密码",
        "second_factor_lost": "动态口令丢失",
        "suspected_misuse": "疑似盗用",
    },
    "DisclosureEnd.reason": _TAKEN_DOWN,
    "end_reason": _TAKEN_DOWN,
    "Refund.reason": {
        "overpaid": "多缴",
        "left": "已离会",
        "retained": "保留会籍，免缴",
        "waived": "已批准免缴",
        "other": "其他",
    },
    "ErasureRefusal.reason": {
        "records_held": "资料须依法保全",
        "no_ground": "没有删除的理由",
        "not_the_person": "申请人不是本人",
        "entered_by_mistake": "登记有误",
        "other": "其他",
    },
    "Hold.reason": {
        "lawsuit": "诉讼",
        "audit": "审计",
        "complaint": "投诉",
        "authority": "机关依法要求",
    },
    "Reveal.reason": _SHOWN,
    "ClearPaper.reason": _SHOWN,
    "ViewingRow.reason": _SHOWN,
    "OwnDataRequest.reason": {"requested_by_person": "本人要求"},
    "TransferCancelling.reason": _NOT_MOVED,
    "TransferDecline.reason": _NOT_MOVED,
    "VisitReversal.reason": {
        "entered_twice": "重复录入",
        "wrong_person": "人员有误",
        "wrong_date": "日期有误",
        "other": "其他",
    },
}
