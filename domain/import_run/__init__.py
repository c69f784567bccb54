"""An import run: one workbook taken in whole, with what was refused. Its stream is named by the file."""
