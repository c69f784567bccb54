"""Printed statements (打印件) by their codes."""
