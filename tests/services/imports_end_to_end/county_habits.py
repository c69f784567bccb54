"""How a clerk writes: dates, amounts, headers and words in the many ways the samples' README allows."""

from datetime import date
from random import Random
from typing import NamedTuple

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
NOTHING = ("", 0, "-", "—", "/", "免", "欠", "未缴", None)
DATES = ("excel", "dotted", "slashed", "dashed", "chinese", "compact", "number", "wide", "mixed")
AMOUNTS = ("number", "text", "thousands", "unit", "thousands_unit", "wide", "mixed")

Cell = str | int | float | date | None


class Formula(NamedTuple):
    """A formula and the value Excel left beside it."""

    text: str
    value: float


COLUMNS: dict[str, tuple[str, ...]] = {
    "姓名": ("职工姓名",),
    "身份证号": ("身份证号码", "证件号码"),
    "出生日期": ("出生年月日",),
    "学历": ("文化程度",),
    "户籍类型": ("户口性质",),
    "部门": ("所在部门", "科室"),
    "入会日期": ("入会时间",),
    "保留会籍日期": ("保留会籍时间",),
    "联系电话": ("手机号码",),
    "工资基数": ("工资基数(岗位工资+薪级工资)", "月工资基数"),
    "工资基数(1-6月)": ("工资基数（上半年）", "工资基数(1月—6月)"),
    "工资基数(7-12月)": ("工资基数（下半年）", "工资基数(7月—12月)"),
    **{f"{month}月": (f"{month}月实缴",) for month in range(1, 13)},
    "全年实缴": ("实缴合计",),
    "变动类型": ("会籍变化类型",),
    "变动日期": ("变动时间",),
    "原/新工会": ("转出(入)工会",),
    "决定文号": ("会议或文号",),
    "档案编号": ("困难档案号",),
    "困难类别": ("困难类型",),
    "建档日期": ("建档时间",),
    "帮扶编号": ("审批编号",),
    "帮扶项目": ("帮扶类别",),
    "审批金额": ("批准金额",),
    "审批日期": ("批准日期",),
    "金额": ("发放金额",),
    "发放日期": ("发放时间",),
    "发放方式": ("支付方式",),
    "慰问日期": ("日期",),
    "慰问事由": ("事由",),
    "形式": ("慰问形式",),
    "慰问金额": ("金额",),
}
"""Column → what the README says it may be called besides."""

WORDS: dict[str, dict[str, str]] = {
    "上级类型": {"town": "乡镇(街道)", "industrial": "产业(系统)", "zone": "园区"},
    "会籍状态": {
        "active": "正常",
        "retained": "保留",
        "transferred_out": "已转出",
        "withdrawn": "退会",
        "deceased": "去世",
    },
    "变动类型": {
        "join": "入会",
        "transfer_in": "转入",
        "transfer_out": "转出",
        "retain": "保留会籍",
        "reinstate": "恢复会籍",
        "withdraw": "退会",
        "death": "死亡",
    },
    "困难类别": {"deep": "深度困难", "relative": "相对困难", "accidental": "意外致困"},
    "帮扶项目": {
        "living_aid": "生活救助",
        "medical_aid": "医疗救助",
        "education_aid": "金秋助学",
        "childrens_day_aid": "六一助学",
        "winter_warmth": "送温暖",
        "summer_cooling": "送清凉",
        "temporary_aid": "临时救助",
        "vocational_training": "职业培训",
    },
    "资金来源": {
        "central_fiscal": "中央财政专项帮扶资金",
        "upper_union": "上级工会补助",
        "own_funds": "本级工会经费",
        "social_donation": "社会捐助",
    },
    "发放方式": {"transfer": "银行转账", "cash": "现金"},
    "慰问事由": {
        "marriage": "结婚",
        "childbirth": "生育",
        "illness": "生病住院",
        "bereavement": "丧事",
        "birthday": "生日",
        "retirement": "退休",
        "festival": "节日",
        "other": "其他",
    },
}

OWN_COLUMNS: dict[str, str] = {
    "员工姓名": "姓名",
    "公民身份号码": "身份证号",
    "加入工会日期": "入会日期",
    "在会情况": "会籍状态",
    "异动种类": "变动类型",
    "异动日": "变动日期",
    "班组": "部门",
    "户档号": "档案编号",
    "救助号": "帮扶编号",
    "救助种类": "帮扶项目",
    "钱从哪来": "资金来源",
    "核定数": "审批金额",
    "给付途径": "发放方式",
    "探望日": "慰问日期",
    "探望缘由": "慰问事由",
    "缴费工资": "工资基数",
}
OWN_WORDS: dict[str, dict[str, str]] = {
    "会籍状态": {
        "在册": "active",
        "保号": "retained",
        "调离": "transferred_out",
        "身故": "deceased",
    },
    "变动类型": {
        "新入": "join",
        "调入": "transfer_in",
        "调出": "transfer_out",
        "停缴留籍": "retain",
        "复籍": "reinstate",
        "自愿退出": "withdraw",
        "病故": "death",
    },
    "困难类别": {"一档": "deep", "二档": "relative", "三档": "accidental"},
    "帮扶项目": {"看病补助": "medical_aid", "过年慰问金": "winter_warmth", "助学": "education_aid"},
    "资金来源": {"中央": "central_fiscal", "上级": "upper_union", "本级": "own_funds"},
    "发放方式": {"打卡": "transfer", "现钞": "cash"},
    "慰问事由": {
        "添丁": "childbirth",
        "住院": "illness",
        "白事": "bereavement",
        "过节": "festival",
    },
    "上级类型": {"块": "town", "条": "industrial"},
    "实缴": {"缓": "nothing", "停薪": "nothing"},
}


class Tongue:
    """The words of one county or unit: those of the README and, where taught, its own."""

    def __init__(self, dice: Random, *, own: bool) -> None:
        self.dice = dice
        share = 0.5 if own else 0.0
        self.columns = {text: name for text, name in OWN_COLUMNS.items() if dice.random() < share}
        self.words = {
            table: {text: key for text, key in words.items() if dice.random() < share}
            for table, words in OWN_WORDS.items()
        }

    def toml(self) -> str:
        """The vocabulary file that teaches these words."""
        lines = ["[columns]", *(f'"{text}" = "{name}"' for text, name in self.columns.items())]
        for table, words in self.words.items():
            lines += [f'[words."{table}"]', *(f'"{text}" = "{key}"' for text, key in words.items())]
        return "\n".join(lines) + "\n"

    def word(self, table: str, key: str | None) -> str | None:
        if key is None:
            return self.dice.choice((None, "", "-"))
        own = [text for text, meant in self.words.get(table, {}).items() if meant == key]
        return self.dice.choice([WORDS[table][key], *own, *own])

    def nothing(self) -> Cell:
        return self.dice.choice((*NOTHING, *self.words.get("实缴", {})))

    def spellings(self, name: str, *, synonyms: bool) -> list[str]:
        own = [text for text, meant in self.columns.items() if meant == name]
        return [name, *own, *(COLUMNS.get(name, ()) if synonyms else ())]


class Hand:
    """One clerk's way of writing one file."""

    def __init__(self, dice: Random, tongue: Tongue) -> None:
        self.dice = dice
        self.tongue = tongue
        self.dates = dice.choice(DATES)
        self.amounts = dice.choice(AMOUNTS)
        self.synonyms = dice.random() < 0.4
        self.decorated = dice.random() < 0.4

    def maybe(self, chance: float) -> bool:
        return self.dice.random() < chance

    def header(self, name: str, *, money: bool = False) -> str:
        text = self.dice.choice(self.tongue.spellings(name, synonyms=self.synonyms))
        if self.decorated:
            inside = self.dice.choice(("", " ", "\u3000", "\n"))
            text = inside.join(text) if len(text) < 5 else text
            text = self.dice.choice(("", "*", "★", " ")) + text
            text += self.dice.choice(("(元)", "（元）", "\n（元）")) if money else ""
        return text

    def day(self, day: date | None) -> Cell:
        if day is None:
            return self.dice.choice(("", None, "-", "/"))
        style = self.dice.choice(DATES[:-1]) if self.dates == "mixed" else self.dates
        match style:
            case "excel":
                return day
            case "dotted":
                return f"{day:%Y.%m.%d}"
            case "slashed":
                return f"{day.year}/{day.month}/{day.day}"
            case "dashed":
                return day.isoformat()
            case "chinese":
                return f"{day.year}年{day.month}月{day.day}日"
            case "compact":
                return f"{day:%Y%m%d}"
            case "number":
                return int(f"{day:%Y%m%d}")
            case _:
                return f"{day:%Y.%m.%d}".translate(FULL_WIDTH)

    def yuan(self, fen: int) -> Cell:
        style = self.dice.choice(AMOUNTS[:-1]) if self.amounts == "mixed" else self.amounts
        yuan, rest = divmod(fen, 100)
        match style:
            case "number":
                return fen / 100
            case "text":
                return f"{yuan}.{rest:02d}"
            case "thousands":
                return f"{yuan:,}.{rest:02d}"
            case "unit":
                return f"{yuan}.{rest:02d}元" if rest else f"{yuan}元"
            case "thousands_unit":
                return f"{yuan:,}.{rest:02d} 元"
            case _:
                return f"{yuan}.{rest:02d}".translate(FULL_WIDTH)

    def name(self, name: str) -> str:
        if "·" in name:
            return name.replace("·", self.dice.choice("·•"))
        if len(name) == 2 and self.maybe(0.3):
            return f"{name[0]}{self.dice.choice((' ', '  ', chr(0x3000)))}{name[1]}"
        return name

    def number(self, id_number: str) -> str:
        return self.dice.choice((id_number, id_number, id_number.lower(), f" {id_number}"))
