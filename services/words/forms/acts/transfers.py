"""组织关系接转: transfers between unions."""

from typing import Final

from services.words.forms.acts.words import ActWords

ACTS: Final = {
    "startTransferOut": ActWords(
        "开具接转",
        "开具组织关系接转",
        "开具后由对方工会接收；接收之前仍是本会会员。",
    ),
    "cancelTransferOut": ActWords(
        "撤销接转",
        "撤销组织关系接转",
        "接转作废，恢复到开具之前的会籍状态。",
    ),
    "acceptTransfer": ActWords(
        "接收转入",
        "接收转入的会员",
        "接收后即为本会会员，入会日期不变；原工会的账同时办结转出。",
    ),
    "declineTransfer": ActWords(
        "退回接转",
        "退回转入的会员",
        "接转作废，会员仍留在原工会。",
    ),
    "completeTransfer": ActWords(
        "办结转出",
        "办结会员转出",
        "对方已经接收；办结后会员从本会名册转出。",
    ),
}
TITLES: Final = {
    "listTransferPartners": "本县其他工会",
    "listTransfers": "在途组织关系接转",
    "listTransfersOfCounty": "单位之间的组织关系接转",
    "listExpulsions": "开除会籍备案台账",
}
