"""困难职工档案: the way of a hardship file from the application to its end."""

from typing import Final

from services.words.forms.acts.words import ActWords

ACTS: Final = {
    "applyForHardship": ActWords(
        "登记困难申请",
        "困难职工申请",
        "登记后由初审人初审；经办人不能初审。",
    ),
    "applyAgainForHardship": ActWords(
        "重新申请",
        "困难职工重新申请",
        "登记后由初审人初审；经办人不能初审。",
    ),
    "openApprovedFile": ActWords(
        "建档",
        "困难职工建档",
        "户主和困难类别以县级工会的批准为准；建档后即可申请帮扶。",
    ),
    "reviewHardshipApplication": ActWords(
        "提交初审意见",
        "困难职工申请初审",
        "通过的由工会入户核实；退回的由经办人补齐材料后重新申请。",
    ),
    "recordHomeVisit": ActWords(
        "登记入户核实",
        "入户核实",
        "登记后由县级工会核对家庭经济状况。",
    ),
    "postPublicNotice": ActWords(
        "开始公示",
        "公示困难职工",
        "公示期满规定的工作日后才能结束；期间可以登记异议。",
    ),
    "closePublicNotice": ActWords(
        "结束公示",
        "结束公示",
        "公示结束后由县级工会审批；尚有异议的须先答复。",
    ),
    "raiseObjection": ActWords(
        "登记异议",
        "登记公示异议",
        "登记后须由工会核查并答复，答复之前不能审批。",
    ),
    "resolveObjection": ActWords(
        "答复异议",
        "答复公示异议",
        "异议不成立的继续办理；异议成立的只能不予认定。",
    ),
    "openHouseholdFile": ActWords(
        "建档",
        "建立或补登困难档案",
        "建档后即可申请帮扶；没有申请的，是照纸质档案补登。",
    ),
    "reviewHardship": ActWords(
        "登记复核",
        "困难档案动态复核",
        "记下复核结论；调整类别或退出由县级工会决定。",
    ),
    "changeHousehold": ActWords(
        "登记情况变更",
        "家庭情况变更",
        "家庭情况整体替换，请填全；困难类别不因此改变。",
    ),
    "recordRelapse": ActWords(
        "登记返困",
        "登记返困",
        "登记后由经办人重新申请，再走认定程序。",
    ),
    "returnEconomicCheck": ActWords(
        "登记核对结果",
        "家庭经济状况核对",
        "系统按当地标准测算类别，收支数据用后不保存；下一步由基层工会公示。",
    ),
    "approveHardship": ActWords(
        "审批同意",
        "审批困难职工认定",
        "同意后由基层工会建档；审批人不能是前面各步的签字人。",
    ),
    "rejectHardship": ActWords(
        "不予认定",
        "不予认定困难职工",
        "申请到此结束，由基层工会书面告知本人；以后可以重新申请。",
    ),
    "reclassifyHardship": ActWords(
        "调整类别",
        "调整困难类别",
        "从所填日期起按新的类别帮扶。",
    ),
    "exitHardship": ActWords(
        "脱困退出",
        "脱困退出",
        "档案转为已退出，不再发放困难帮扶；返困的可以重新申请。",
    ),
    "closeHouseholdFile": ActWords(
        "注销档案",
        "注销困难档案",
        "档案停止使用但继续保管；以后再困难须重新申请。",
    ),
}
TITLES: Final = {
    "listHouseholds": "困难职工档案",
    "readHousehold": "困难职工档案详情",
    "readHardshipNotice": "困难职工公示单",
    "adviseHardshipClass": "困难类别测算",
    "listHouseholdsOfUnit": "单位困难职工档案",
    "readHouseholdOfUnit": "单位困难职工档案详情",
}
