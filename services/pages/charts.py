"""Charts as SVG, made here: they print, they need no script, and a table below says the same to everybody.

Only presentation attributes, never a `style`: the content policy of pages allows none.
"""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup, escape

WIDTH: Final = 640
HEIGHT: Final = 220
_LEFT: Final = 64
_BOTTOM: Final = 28
_TOP: Final = 12
_GRID: Final = 4


def bars(labels: Sequence[str], values: Sequence[int | None], title: str, unit: str = "") -> Markup:
    """Return a column for each label; a value that is not known leaves its place empty and says so."""
    top = max([value for value in values if value is not None], default=0) or 1
    step = (WIDTH - _LEFT) / max(len(labels), 1)
    parts = [_frame(title), _grid(top, unit)]
    for place, (label, value) in enumerate(zip(labels, values, strict=True)):
        x = _LEFT + place * step
        parts.append(_label(x + step / 2, label))
        if value is None:
            parts.append(
                Markup('<text x="{}" y="{}" class="chart-missing">缺</text>').format(
                    round(x + step / 2), HEIGHT - _BOTTOM - 6
                )
            )
            continue
        height = (HEIGHT - _BOTTOM - _TOP) * max(value, 0) / top
        parts.append(
            Markup(
                '<rect x="{}" y="{}" width="{}" height="{}" class="chart-bar"><title>{}：{}</title></rect>'
            ).format(
                round(x + step * 0.15, 1),
                round(HEIGHT - _BOTTOM - height, 1),
                round(step * 0.7, 1),
                round(height, 1),
                label,
                f"{value:,}{unit}",
            )
        )
    return _closed(parts)


def lines(
    labels: Sequence[str],
    series: Sequence[tuple[str, Sequence[int | None]]],
    title: str,
    unit: str = "",
) -> Markup:
    """Return a line for each series; it breaks where a value is not known."""
    known = [value for _, values in series for value in values if value is not None]
    top = max(known, default=0) or 1
    step = (WIDTH - _LEFT) / max(len(labels), 1)
    parts = [_frame(title), _grid(top, unit)]
    parts += [_label(_LEFT + (place + 0.5) * step, label) for place, label in enumerate(labels)]
    for number, (name, values) in enumerate(series):
        for run in _runs(values):
            points = " ".join(
                f"{_LEFT + (place + 0.5) * step:.1f},"
                f"{HEIGHT - _BOTTOM - (HEIGHT - _BOTTOM - _TOP) * max(value, 0) / top:.1f}"
                for place, value in run
            )
            parts.append(
                Markup(
                    '<polyline points="{}" class="chart-line chart-line-{}"><title>{}</title></polyline>'
                ).format(points, number % 4, name)
            )
    return _closed(parts)


def _runs(values: Sequence[int | None]) -> list[list[tuple[int, int]]]:
    runs: list[list[tuple[int, int]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append((place, value))
    return [run for run in runs if run]


def _frame(title: str) -> Markup:
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}"><title>{}</title>'
    ).format(WIDTH, HEIGHT, title, title)


def _grid(top: int, unit: str) -> Markup:
    drawn = Markup()
    for line in range(_GRID + 1):
        y = round(HEIGHT - _BOTTOM - (HEIGHT - _BOTTOM - _TOP) * line / _GRID, 1)
        drawn += Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" class="chart-grid"/>').format(
            _LEFT, y, WIDTH, y
        )
        drawn += Markup('<text x="{}" y="{}" class="chart-scale">{}</text>').format(
            _LEFT - 6, y + 4, _short(top * line // _GRID) + (unit if line == _GRID else "")
        )
    return drawn


def _label(x: float, text: str) -> Markup:
    return Markup('<text x="{}" y="{}" class="chart-label">{}</text>').format(
        round(x, 1), HEIGHT - 8, escape(text)
    )


def _short(value: int) -> str:
    """In charts, and only there, large numbers are written with 万 and 亿 (users.md 7.2)."""
    for size, word in ((100_000_000, "亿"), (10_000, "万")):
        if value >= size:
            tenths = value * 10 // size
            return f"{tenths // 10}.{tenths % 10}{word}" if tenths % 10 else f"{tenths // 10}{word}"
    return str(value)


def _closed(parts: Sequence[Markup]) -> Markup:
    return Markup("").join([*parts, Markup("</svg>")])
