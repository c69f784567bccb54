"""工会概况: the union itself, its officers, bank accounts and rules, what waits for it."""

from typing import Final

from services.words.forms.acts.words import ActWords

ACTS: Final = {
    "renameUnion": ActWords(
        "更名",
        "工会更名",
        "从所填日期起使用新名称，原名称仍留在记录中。",
    ),
    "correctUnion": ActWords(
        "更正登记事项",
        "更正工会登记事项",
        "没有填的保持不变；原登记仍留在记录中。",
    ),
    "dissolveUnion": ActWords(
        "撤销工会",
        "撤销工会",
        "撤销后不能再办理业务；账上还有余额的，须由县级工会撤销并接收余额。",
    ),
    "recordOfficer": ActWords(
        "登记任职",
        "登记任职",
        "从所填日期起可以以该职务签字；会计与出纳须是不同的人。",
    ),
    "recordElection": ActWords(
        "登记选举",
        "登记换届选举",
        "登记本届委员会的任期；届满前提醒换届。",
    ),
    "recordBankAccount": ActWords(
        "登记银行账户",
        "登记银行账户",
        "从所填日期起使用；专项资金应有自己的专户（收支两条线）。",
    ),
    "adoptPolicy": ActWords(
        "采用规定",
        "采用规定",
        "从生效日期起按这一规定办理；以前的业务仍按当时的规定。",
    ),
}
TITLES: Final = {
    "readSetup": "建账准备",
    "readUnion": "工会概况",
    "listOfficers": "任职名单",
    "listElections": "委员会任期",
    "listBankAccounts": "银行账户",
    "listPolicies": "现行规定",
    "listTasks": "待办事项",
    "listIrregularities": "违规线索",
    "readIrregularities": "违规线索详情",
}
