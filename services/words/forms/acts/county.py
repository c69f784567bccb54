"""县级工会: units, rules for units, officers, statistics, what waits for the county."""

from typing import Final

from services.words.forms.acts.words import ActWords

ACTS: Final = {
    "foundFederation": ActWords(
        "登记县级工会",
        "登记县级工会",
        "为县级工会开账；随后由平台管理员开通工作人员的权限。",
    ),
    "retryParked": ActWords(
        "再试一次",
        "让停住的台账再试一次",
        "从停住的那条记录接着算；处理原因之前再试，会在同一处再停住。",
    ),
    "registerUnit": ActWords(
        "登记单位",
        "登记基层工会",
        "为该单位开账；下一步批准建会，并授权单位主席。",
    ),
    "approveFounding": ActWords(
        "批准建会",
        "批准建会",
        "批准文号记入单位的账。",
    ),
    "moveUnit": ActWords(
        "调整隶属",
        "调整单位隶属关系",
        "从所填日期起归新的上级；以前的隶属关系仍留在记录中。",
    ),
    "freezeUnit": ActWords(
        "停用单位",
        "停用单位",
        "单位不能再办理业务，账簿仍可查看；恢复须由县级工会决定。",
    ),
    "unfreezeUnit": ActWords(
        "恢复启用",
        "恢复启用单位",
        "单位可以继续办理业务。",
    ),
    "mergeUnit": ActWords(
        "合并单位",
        "合并单位",
        "单位停用，会员和全部余额转入所选单位，然后终止；不能撤回。",
    ),
    "splitUnit": ActWords(
        "分立单位",
        "分立单位",
        "所选会员和按比例的余额转入新设的单位；不能撤回。",
    ),
    "dissolveUnit": ActWords(
        "撤销单位",
        "撤销单位",
        "单位终止，账上余额由县级工会接收；会员另行转移或保留会籍。",
    ),
    "adoptForUnits": ActWords(
        "下发规定",
        "向单位下发规定",
        "从生效日期起在所选单位执行；暂时没有落实的单位可以再次落实。",
    ),
    "carryOutAdoption": ActWords(
        "落实规定",
        "在未落实的单位落实规定",
        "只处理还没有落实的单位，并列出仍未落实的原因。",
    ),
    "recordCountyOfficer": ActWords(
        "登记任职",
        "登记县级工会任职",
        "从所填日期起可以以该职务签字。",
    ),
    "fileExpulsion": ActWords(
        "登记备案",
        "开除会籍备案",
        "备案号记入单位的账；开除以单位的决定日期为准。",
    ),
    "inquireIdentity": ActWords(
        "查询",
        "查询身份证号是否在籍",
        "只答复是否在某个单位在籍；谁查询、为什么查询，先记入日志。",
    ),
}
TITLES: Final = {
    "readFederation": "县级工会概况",
    "listUnits": "单位名册",
    "readUnit": "单位概况",
    "readHealth": "平台运行状况",
    "listJobsOfPlatform": "平台后台任务",
    "listCountyOfficers": "县级工会任职名单",
    "listAdoptions": "下发的规定",
    "readAdoption": "规定落实情况",
    "readRollup": "全县汇总",
    "readIndicators": "统计指标",
    "readCoverage": "单位记账进度",
    "listCountyTasks": "县级待办事项",
    "readCountyIrregularities": "全县违规线索",
}
