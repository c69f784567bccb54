"""帮扶和发放: aid from the request to the payment, pay lists."""

from typing import Final

from services.words.forms.acts.words import ActWords

ACTS: Final = {
    "requestAid": ActWords(
        "申请帮扶",
        "帮扶申请",
        "登记后由审核人审核；经办人不能审核。先建档、后帮扶。",
    ),
    "reviewAid": ActWords(
        "提交审核意见",
        "审核帮扶申请",
        "审核后由审批人审批；审核人不能审批。",
    ),
    "approveAidRequest": ActWords(
        "批准帮扶",
        "审批帮扶申请",
        "批准后由经办人编入发放名单，再由出纳发放；审批人不能发放。",
    ),
    "approveAidByCounty": ActWords(
        "批准帮扶",
        "县级审批帮扶申请",
        "批准后记入单位的账，由单位编制名单发放。",
    ),
    "rejectAid": ActWords(
        "不予批准",
        "不批准帮扶申请",
        "申请到此结束，由经办人告知本人。",
    ),
    "rejectAidByCounty": ActWords(
        "不予批准",
        "县级不批准帮扶申请",
        "申请到此结束，记入单位的账，由单位告知本人。",
    ),
    "cancelAid": ActWords(
        "撤销帮扶",
        "撤销帮扶事项",
        "只能撤销还没有发放的申请或批准；撤销后不能再发放。",
    ),
    "approveAid": ActWords(
        "补登审批",
        "补登纸面审批的帮扶",
        "照纸质审批表补登，签字人照原件填写；登记后可以登记发放。",
    ),
    "payAid": ActWords(
        "登记发放",
        "登记帮扶发放",
        "登记后即记账，累计不能超过批准金额；出纳不能是审批人。",
    ),
    "returnAidPayment": ActWords(
        "登记退回",
        "登记帮扶款退回",
        "款项记回账上，可以重新发放；原发放记录保留。",
    ),
    "draftPayBatch": ActWords(
        "编制发放名单",
        "编制发放名单",
        "编制后由审核人审核；一份名单只含一个项目、一种资金来源。",
    ),
    "reviewPayBatch": ActWords(
        "审核通过",
        "审核发放名单",
        "审核后由审批人审批；审核人不能是编制人。",
    ),
    "sendBackPayBatch": ActWords(
        "退回重编",
        "退回发放名单",
        "由经办人改正后用原编号重新编制，再次审核。",
    ),
    "approvePayBatch": ActWords(
        "审批通过",
        "审批发放名单",
        "审批后由出纳发放；整份名单一并审批。",
    ),
    "executePayBatch": ActWords(
        "确认发放",
        "登记名单发放",
        "名单上全部事项同时记为已付并记账，或全部不记；付款失败的再逐笔登记。",
    ),
    "recordFailedItem": ActWords(
        "登记付款失败",
        "登记单笔付款失败",
        "银行没有付出，款项记回账上；改正账户后可以重新发放。",
    ),
    "recordReturnedItem": ActWords(
        "登记退汇",
        "登记单笔退汇",
        "款项记回账上，可以重新发放；原发放记录保留。",
    ),
    "discardPayBatch": ActWords(
        "作废名单",
        "作废发放名单",
        "只能作废还没有发放的名单；其中的帮扶事项可以另行编制。",
    ),
    "exportBankFile": ActWords(
        "导出代发文件",
        "导出银行代发文件",
        "文件含完整的银行账号，导出会记入日志；请交银行后删除，不要转发。",
    ),
}
TITLES: Final = {
    "readAidChecks": "帮扶审批前检查",
    "readAidCaseOfUnit": "单位帮扶事项详情",
    "listCasesOfCounty": "县级办理的个案",
    "readHardshipNoticeOfUnit": "单位困难认定公示单",
    "listAidCases": "困难职工帮扶台账",
    "readAidCase": "帮扶事项",
    "listPayableCases": "待发放的帮扶",
    "readPayableCase": "待发放的帮扶详情",
    "listAidPayments": "帮扶资金发放花名册",
    "listPayBatches": "发放名单",
    "readPayBatch": "发放名单详情",
    "readPaymentNotice": "帮扶发放公示单",
    "listAidCasesOfUnit": "单位帮扶事项",
}
