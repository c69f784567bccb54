"""Why a job of importing a workbook cannot do what is asked, and how to mend it."""

from typing import Final

from services.words.reason import Reason

IMPORT_PROBLEMS: Final = {
    "import_run.unknown": Reason("没有这次导入", "请核对编号，或重新上传文件。"),
    "import_run.too_many_jobs": Reason("正在办理的导入过多", "请等前面的导入办完后再上传。"),
    "import_run.at_work": Reason("这次导入正在办理", "请等办完后再试。"),
    "import_run.not_ready": Reason("这个文件不能提交", "请按报告修改文件后重新上传。"),
    "import_run.file_gone": Reason("上传的文件已过保存期，已删除", "请重新上传文件。"),
    "import_run.outcome_changed": Reason(
        "试算之后账内情况有变，结果会不同，未写入", "请查看新的试算结果，确认后再提交。"
    ),
    "import_run.rows_refused": Reason(
        "有的行不能受理", "请改正后重新上传，或选择跳过这些行后提交。"
    ),
    "import_run.nothing_to_take": Reason("没有一行可以受理", "请按报告修改文件后重新上传。"),
    "import_run.not_by_people": Reason(
        "补登纸面已批准的帮扶和慰问不由个人登录办理", "请由持接口密钥的管理员导入。"
    ),
    "import_run.depended_on": Reason(
        "导入之后已有业务建立在它上面，不能整批撤回",
        "请查看所列业务；先逐笔冲销它们，或逐笔更正。",
    ),
    "import_run.not_reversible": Reason(
        "这次导入含有对会员资料的更正，不能整批撤回", "请逐笔更正会员资料。"
    ),
    "import_run.gave_up": Reason("多次办理都没有完成", "请稍后重新提交；仍不行请与管理员联系。"),
}

UNNAMED: Final = "未命名的表格"
"""What a file is called whose sender gave it no name."""
