"""Why the rules of `domain.privacy_notice` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "privacy_notice.already_published": Reason("该版本已发布", "告知书有改动请用新的版本号。"),
    "privacy_notice.holds_before_published": Reason("生效日期早于发布日期", "请核对生效日期。"),
    "privacy_notice.purposes_missing": Reason("没有写明处理目的", "请至少列出一项处理目的。"),
    "privacy_notice.text_missing": Reason("告知书没有正文", "请填写正文。"),
    "privacy_notice.version_missing": Reason("没有填写版本号", "请填写告知书的版本号。"),
}
