"""Why the rules of `domain.import_run` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "import_run.already_committed": Reason("该文件已导入", "不需要再次导入。"),
    "import_run.control_differs": Reason(
        "文件的合计与纸面合计不一致", "请核对人数和金额；确认无误的，写明不一致的原因后再提交。"
    ),
    "import_run.control_agrees": Reason("合计一致，不需要写原因", "请去掉原因后再提交。"),
    "import_run.not_committed": Reason("这次导入没有提交", "没有提交的导入不需要撤回。"),
    "import_run.already_reversed": Reason("这次导入已经撤回", "不需要再次撤回。"),
}
