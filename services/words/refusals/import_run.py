"""Why the rules of `domain.import_run` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "import_run.already_committed": Reason("该文件已导入", "不需要再次导入。"),
}
