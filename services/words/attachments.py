"""Why a paper (附件) is not taken in or not shown."""

from typing import Final

from services.words.reason import Reason

ATTACHMENT_PROBLEMS: Final = {
    "attachment.not_of_its_kind": Reason(
        "文件内容与所说的类型不符", "请上传 JPG、PNG、WebP 图片或 PDF 文件，不要只改扩展名。"
    ),
    "attachment.file_spoilt": Reason(
        "文件不完整或已损坏，无法读取", "请重新拍照、扫描或导出后再上传。"
    ),
    "attachment.too_much_unnamed": Reason(
        "未使用的附件太多", "请先把已上传的附件用于凭证或申请；七天未用的会自动清除。"
    ),
    "attachment.unknown": Reason(
        "没有这份附件", "请核对编号。账上只记了校验值的附件，请向经办人查看原件。"
    ),
    "attachment.destroyed": Reason(
        "这份附件已依法销毁", "账上保留其校验值；内容不能恢复，也不能重新上传。"
    ),
    "attachment.differs": Reason(
        "保存的附件与账上的校验值不符", "请立即运行 gonghui fsck，并与管理员联系。"
    ),
}
