"""Line charts on two logarithmic axes as SVG, readable on light and dark pages. Python 3, standard library only."""
import math
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 400, 270
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 56, 38
STYLE = """
  svg { background: #fff; font: 11px system-ui, sans-serif }
  text { fill: #333 } .title { font-weight: 600; font-size: 13px } .grid { stroke: #ddd } .axis { stroke: #888 }
  .line { fill: none; stroke-width: 2 } .a { stroke: #0b62b8 } .b { stroke: #c2410c } .c { stroke: #15803d }
  .dot { stroke: none } .a.dot { fill: #0b62b8 } .b.dot { fill: #c2410c } .c.dot { fill: #15803d }
  .b.line { stroke-dasharray: 7 3 } .c.line { stroke-dasharray: 2 3 }
  @media (prefers-color-scheme: dark) {
    svg { background: #16181c } text { fill: #ddd } .grid { stroke: #33373d } .axis { stroke: #777 }
    .a { stroke: #6cb2ff } .b { stroke: #ff9a5c } .c { stroke: #5fd38a }
    .a.dot { fill: #6cb2ff } .b.dot { fill: #ff9a5c } .c.dot { fill: #5fd38a }
  }
"""


@dataclass
class Series:
    """A named line through points (x, y), both above nothing."""
    name: str
    points: list


@dataclass
class Panel:
    """One chart; up to three series."""
    title: str
    series: list


@dataclass
class Chart:
    """Panels two to a row, with the same name of the x axis."""
    across: str
    panels: list

    def svg(self):
        rows = -(-len(self.panels) // 2)
        body = "".join(self.panel(panel, n % 2 * WIDTH, n // 2 * HEIGHT) for n, panel in enumerate(self.panels))
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {rows * HEIGHT}" role="img">\n'
                f"<title>{escape('; '.join(panel.title for panel in self.panels))}</title>\n<style>{STYLE}</style>\n{body}</svg>\n")

    def panel(self, panel, x0, y0):
        lines = [Series(s.name, sorted((x, y) for x, y in s.points if x > 0 and y > 0)) for s in panel.series]
        xs = [x for s in lines for x, _ in s.points]
        ys = [y for s in lines for _, y in s.points]
        out = [f'<g transform="translate({x0} {y0})">\n<text class="title" x="{LEFT}" y="18">{escape(panel.title)}</text>\n']
        if xs:
            across = scale(xs, LEFT, WIDTH - RIGHT)
            up = scale(ys, HEIGHT - BOTTOM, TOP)
            for value in ticks(ys):
                y = up(value)
                out.append(f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
                           f'<text x="{LEFT - 5}" y="{y + 4:.1f}" text-anchor="end">{short(value)}</text>\n')
            for value in ticks(xs):
                x = across(value)
                out.append(f'<path class="grid" d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}"/>'
                           f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 15}" text-anchor="middle">{short(value)}</text>\n')
            out.append(f'<path class="axis" fill="none" d="M{LEFT} {TOP}V{HEIGHT - BOTTOM}H{WIDTH - RIGHT}"/>\n'
                       f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 6}" text-anchor="middle">{escape(self.across)}</text>\n')
            for kind, series in zip("abc", lines):
                spots = [(across(x), up(y)) for x, y in series.points]
                if spots:
                    out.append(f'<path class="{kind} line" d="M{" L".join(f"{x:.1f} {y:.1f}" for x, y in spots)}"/>')
                    out += [f'<circle class="{kind} dot" cx="{x:.1f}" cy="{y:.1f}" r="2.5"/>' for x, y in spots]
                    out.append("\n")
            out += legend(lines)
        out.append("</g>\n")
        return "".join(out)


def legend(lines):
    """Names of the series in one row under the title."""
    at, out = LEFT, []
    for kind, series in zip("abc", lines):
        out.append(f'<path class="{kind} line" d="M{at} 36h20"/><text x="{at + 25}" y="40">{escape(series.name)}</text>\n')
        at += 37 + 6 * len(series.name)
    return out


def bounds(values):
    """Powers of ten around the values, or a third of one."""
    low, high = min(values), max(values)
    return 10 ** (math.floor(math.log10(low) * 2) / 2), 10 ** (math.ceil(math.log10(high) * 2 + 1e-9) / 2)


def scale(values, start, end):
    low, high = (math.log10(value) for value in bounds(values))
    span = max(high - low, 1e-9)
    return lambda value: start + (math.log10(value) - low) / span * (end - start)


def ticks(values):
    """1, 2, 5 … within the bounds; 1, 10 … where those would be too many."""
    low, high = bounds(values)
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    for steps in ((1, 2, 5), (1, 3), (1,)):
        found = [step * 10.0 ** power for power in powers for step in steps if low * .999 <= step * 10.0 ** power <= high * 1.001]
        if len(found) <= 7:
            break
    return found


def short(value):
    if value >= 1e6:
        return f"{value / 1e6:g}M"
    return f"{value / 1e3:g}k" if value >= 1e3 else f"{value:g}"
