"""Why the rules of `domain.branch` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final[dict[str, Reason]] = {
    "branch.already_closed": Reason("该分会或小组已撤销", "请改用仍在的分会或小组。"),
    "branch.already_formed": Reason("该分会或小组已建立", "不需要再次建立；改名请办理更名。"),
    "branch.groups_open": Reason("下面还有工会小组", "请先撤销或并入其下的小组。"),
    "branch.leader_unchanged": Reason("负责人没有变化", "请核对新的负责人。"),
    "branch.members_remain": Reason("还有会员在其中", "请先把会员编入其他分会或小组。"),
    "branch.name_missing": Reason("名称为空", "请填写分会或小组的名称。"),
    "branch.name_unchanged": Reason("名称没有变化", "请填写新的名称。"),
    "branch.not_formed_yet": Reason("日期早于建立日期", "请核对日期。"),
    "branch.office_not_held": Reason(
        "该人当日没有担任工会职务", "请先登记其职务，再确定为负责人。"
    ),
    "branch.parent_not_open": Reason("上级分会不存在或已撤销", "请核对上级分会。"),
    "branch.under_another_branch": Reason(
        "分会之下只设小组", "请改为建立工会小组，或不填上级分会。"
    ),
    "branch.unknown": Reason("没有这个分会或小组", "请核对编号。"),
}
