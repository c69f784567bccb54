"""会员和分会: joining, changes of membership, certificates, branches."""

from typing import Final

from services.words.forms.acts.words import ActWords

ACTS: Final = {
    "applyForMembership": ActWords(
        "登记入会申请",
        "入会申请",
        "登记后由工会委员会审批；批准之前还不是会员。",
    ),
    "registerMember": ActWords(
        "登记到花名册",
        "老会员登记",
        "照原花名册登记，不再审批；入会日期以花名册为准。",
    ),
    "acceptTransferIn": ActWords(
        "登记转入",
        "会员转入（对方不在本系统）",
        "登记后即为本会会员，入会日期不变；对方工会须用同一接转编号办理转出。",
    ),
    "approveMembership": ActWords(
        "批准入会",
        "批准入会申请",
        "会籍从批准之日算起；下一步由经办人发会员证、申报工资基数。",
    ),
    "rejectApplication": ActWords(
        "不予批准",
        "不批准入会申请",
        "申请到此结束；本人以后可以重新申请。原因原样保存，不要写个人情况。",
    ),
    "correctMemberFact": ActWords(
        "更正会员信息",
        "更正会员信息",
        "原信息仍留在记录中；须批准的更正由另一人批准。",
    ),
    "retainMembership": ActWords(
        "保留会籍",
        "保留会籍",
        "从所填月份起免缴会费，没有表决权、选举权和被选举权；再就业后可恢复。",
    ),
    "reinstateMembership": ActWords(
        "恢复会籍",
        "恢复会籍",
        "恢复后应照常缴纳会费，经办人须重新申报工资基数。",
    ),
    "announceWithdrawal": ActWords(
        "宣布退会",
        "宣布退会",
        "会籍到此终止，会费不再收缴；经办人须收回会员证。",
    ),
    "recordDeath": ActWords(
        "登记去世",
        "登记会员去世",
        "会籍到此终止，不能再向本人付款；慰问可发给家属。",
    ),
    "completeTransferOut": ActWords(
        "登记转出",
        "会员转出（对方不在本系统）",
        "会员从本会名册转出；对方工会须用同一接转编号办理转入。",
    ),
    "reverseMembershipChange": ActWords(
        "冲销变动",
        "冲销会籍变动",
        "恢复到变动之前的状态，两条记录都保留；须由另一人批准。",
    ),
    "cancelApplication": ActWords(
        "撤回入会申请",
        "撤回入会申请",
        "申请到此结束；本人以后可以重新申请。",
    ),
    "requestWithdrawal": ActWords(
        "登记退会申请",
        "退会申请",
        "登记后由工会委员会宣布；宣布之前仍是会员。",
    ),
    "cancelWithdrawalRequest": ActWords(
        "撤回退会申请",
        "撤回退会申请",
        "退会申请作废，会籍不变。",
    ),
    "issueArrearsWarning": ActWords(
        "登记催缴教育",
        "欠缴会费催缴教育",
        "会员权利不变；仍不缴纳的，由工会委员会研究是否视为自动退会。",
    ),
    "clearArrears": ActWords(
        "解除催缴",
        "解除催缴教育",
        "催缴教育到此结束；以后再欠缴须重新教育。",
    ),
    "declareDeemedWithdrawal": ActWords(
        "视为自动退会",
        "决定视为自动退会",
        "四项条件同时成立才能决定，欠缴月数由系统计算；会籍到此终止，须收回会员证。",
    ),
    "proposeExpulsion": ActWords(
        "提议开除",
        "提议开除会籍",
        "登记小组讨论的意见，由工会委员会决定；提议人不能参加决定的签字。",
    ),
    "dropExpulsion": ActWords(
        "不予开除",
        "决定不予开除",
        "提议到此结束，会籍不变。",
    ),
    "decideExpulsion": ActWords(
        "决定开除会籍",
        "决定开除会籍",
        "会籍到此终止，须收回会员证；下一步报上一级工会备案。",
    ),
    "assignMember": ActWords(
        "编入分会或小组",
        "编入分会或小组",
        "从所填日期起归入该分会或小组；两项都不选即直属本会。",
    ),
    "issueCertificate": ActWords(
        "登记发证",
        "发放会员证（卡）",
        "证件号码登记到会员名下；离会时须收回。",
    ),
    "collectCertificate": ActWords(
        "登记收回",
        "收回会员证（卡）",
        "这张证件从此失效；换发的须另行登记发证。",
    ),
    "findMember": ActWords(
        "查找会员",
        "按身份证号查找会员",
        "只在本会名册中查找，不改变任何记录。",
    ),
    "formBranch": ActWords(
        "成立分会或小组",
        "成立分会（小组）",
        "成立后可以编入会员、登记负责人。",
    ),
    "renameBranch": ActWords(
        "更名",
        "分会（小组）更名",
        "从所填日期起使用新名称，原名称仍留在记录中。",
    ),
    "recordBranchLeader": ActWords(
        "登记负责人",
        "登记分会主席（小组长）",
        "从所填日期起由此人负责；须是已登记任职的人。",
    ),
    "closeBranch": ActWords(
        "撤销分会或小组",
        "撤销分会（小组）",
        "撤销后不能再编入会员；名下还有会员的，须先编入别处。",
    ),
}
TITLES: Final = {
    "listMembers": "会员名册",
    "readMember": "会员",
    "listMembershipChanges": "会员变动台账",
    "listCertificates": "会员证（卡）",
    "listBranches": "分会和小组",
    "readBranch": "分会（小组）",
}
