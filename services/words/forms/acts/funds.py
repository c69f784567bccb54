"""经费: the employer's contribution, subsidies, money in trust, the county's funds."""

from typing import Final

from services.words.forms.acts.words import ActWords

ACTS: Final = {
    "declarePayroll": ActWords(
        "申报工资总额",
        "申报工资总额",
        "系统按规定比例算出应拨经费；再次申报即为更正。",
    ),
    "dunEmployer": ActWords(
        "登记催缴",
        "登记经费催缴通知",
        "记下催缴通知书已送达单位行政；滞纳金按当地规定起算。",
    ),
    "receiveContribution": ActWords(
        "登记到账",
        "登记拨缴经费到账",
        "登记后即记账：留成部分列收入，应上解部分列负债。",
    ),
    "payUpward": ActWords(
        "登记上解",
        "上解经费",
        "登记后即记账；审批人与出纳须是不同的人。",
    ),
    "receiveContributionRefund": ActWords(
        "登记返还",
        "登记经费返还",
        "登记后即记账，列为上级返还的经费。",
    ),
    "chargeLateFee": ActWords(
        "登记滞纳金",
        "登记滞纳金",
        "登记后即记账；不能超过按规定算出的金额。",
    ),
    "reverseContribution": ActWords(
        "冲销",
        "冲销拨缴经费记录",
        "用红字冲销，两条记录都保留。",
    ),
    "openCustodialFund": ActWords(
        "登记代管经费",
        "开设代管账户",
        "登记后即记账：代管经费是负债，不是本会收入。",
    ),
    "receiveCustodialFund": ActWords(
        "登记代管收入",
        "登记代管经费收入",
        "登记后即记账：代管经费是负债，不是本会收入。",
    ),
    "payCustodialFund": ActWords(
        "登记代管支付",
        "支付代管经费",
        "登记后即记账，不能超过代管的余额；审批人与出纳须是不同的人。",
    ),
    "reverseCustodialEntry": ActWords(
        "冲销",
        "冲销代管经费记录",
        "用红字冲销，两条记录都保留。",
    ),
    "receiveSubsidy": ActWords(
        "登记补助",
        "登记补助到账",
        "登记后即记账，进入该补助对应的资金；专项资金专款专用。",
    ),
    "reverseSubsidy": ActWords(
        "冲销",
        "冲销补助",
        "用红字冲销，两条记录都保留。",
    ),
    "receiveAllocation": ActWords(
        "确认到账",
        "确认县级资金到账",
        "登记后即记账，金额和用途以下达文件为准；县级工会随即知悉。",
    ),
    "provideFund": ActWords(
        "安排资金",
        "安排县级资金",
        "记下可以向单位下达的资金，还没有拨付。",
    ),
    "reverseProvision": ActWords(
        "冲销安排",
        "冲销资金安排",
        "只能冲销还没有下达的部分，两条记录都保留。",
    ),
    "allocateFund": ActWords(
        "下达资金",
        "向单位下达资金",
        "下达后由单位在款项到账时确认；经办人与审批人须是不同的人。",
    ),
    "cancelAllocation": ActWords(
        "撤销下达",
        "撤销资金下达",
        "单位尚未确认到账的才能撤销；资金可以另行下达。",
    ),
    "followAllocations": ActWords(
        "核对到账",
        "核对下达资金是否到账",
        "到各单位的账上核对：已到账的予以确认，其余列出在途。",
    ),
}
TITLES: Final = {
    "listContributions": "工会经费拨缴台账",
    "readContribution": "当月拨缴情况",
    "listCustodialFunds": "代管经费",
    "listCustodialEntries": "代管经费收付明细",
    "listSubsidies": "补助收入",
    "listOwnAllocations": "县级下达的资金",
    "listFunds": "县级资金",
    "listProvisions": "县级资金安排",
    "listAllocations": "县级资金下达",
}
