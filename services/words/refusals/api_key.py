"""Why the rules of `domain.api_key` said no, and how to mend it."""

from typing import Final

from services.words.reason import Reason

REFUSALS: Final = {
    "api_key.already_issued": Reason("接口密钥已签发", "需要时请另行签发。"),
    "api_key.ends_before_it_begins": Reason("截止日期不晚于当日", "请核对截止日期。"),
    "api_key.id_malformed": Reason("密钥编号不符合格式", "密钥编号为20位小写字母和数字。"),
    "api_key.revoked_already": Reason("接口密钥已作废", "需要时请另行签发。"),
    "api_key.scopes_missing": Reason("没有写明密钥的用途", "请至少选择一项操作；不限用途时不填。"),
    "api_key.unknown": Reason("没有这个接口密钥", "请核对密钥编号。"),
}
