"""Masking: what a screen, a list or an export shows of a person unless a reveal was granted (users.md 7.2)."""

import msgspec

_MOBILE_HEAD, _MOBILE_TAIL = 3, 4
_ID_HEAD, _ID_TAIL = 6, 4
_CARD_TAIL = 4


def masked_name(name: str) -> str:
    """仲平 → 仲*, 仲小妮 → 仲*妮, 司马阳明 → 司**明."""
    if len(name) < 2:  # noqa: PLR2004 # nothing to keep
        return "*" if name else ""
    if len(name) == 2:  # noqa: PLR2004 # the family name stays
        return f"{name[0]}*"
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def masked_id_number(number: str) -> str:
    """Keep the first six and the last four characters."""
    return _middle_hidden(number, _ID_HEAD, _ID_TAIL)


def masked_mobile(number: str) -> str:
    """18612341402 → 186****1402."""
    return _middle_hidden(number, _MOBILE_HEAD, _MOBILE_TAIL)


def masked_card(number: str) -> str:
    """Keep the last four digits of a bank account."""
    return _middle_hidden(number, 0, _CARD_TAIL)


def hidden(_text: str) -> str:
    """Show only that there is something: health, address, a child's school (rule 20 of domain.md)."""
    return "***"


def masked_family(text: str) -> str:
    """Mask each member of a family told as a JSON list; of a text that is none nothing is shown."""
    try:
        family = msgspec.json.decode(text, type=list[dict[str, str]])
    except msgspec.DecodeError:
        return ""
    masks = {
        "name": masked_name,
        "id_number": masked_id_number,
        "mobile": masked_mobile,
        "illness": hidden,
        "health_status": hidden,
        "birth_date": hidden,
        "school_or_employer": hidden,
        "remark": hidden,
    }
    masked = [
        {field: masks[field](value) if field in masks else value for field, value in one.items()}
        for one in family
    ]
    return msgspec.json.encode(masked).decode()


def _middle_hidden(text: str, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    if hidden <= 0:
        return "*" * len(text)
    return f"{text[:head]}{'*' * hidden}{text[len(text) - tail :]}"
