"""代发文件: the same list gives the same bytes, and no spreadsheet runs what stands in it."""

from services.exporters.bank_file import BankLine, bank_file


def test_a_list_is_written_line_by_line() -> None:
    line = BankLine(name="王小明", bank_name="工行", account="6222020000001234", amount_fen=5)
    text = bank_file("FF-1", [line])
    assert text.splitlines()[1] == "1,王小明,6222020000001234,工行,0.05,FF-1"
    assert bank_file("FF-1", [line]) == text


def test_a_name_is_no_formula() -> None:
    line = BankLine(name="=1+1", bank_name="", account="1", amount_fen=100)
    assert "'=1+1" in bank_file("+1", [line])
    assert "'+1" in bank_file("+1", [line])
