"""The words of exported books: tables, columns and what goes with them, in Chinese and English."""
