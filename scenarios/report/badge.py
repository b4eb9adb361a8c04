"""badge.svg: the verdict of a run in a line, for a readme.

Rule: the words say it, the colour only repeats it; widths are computed, so it needs no font of its own.
"""

from pathlib import Path
from xml.sax.saxutils import escape

from scenarios.report.document import Report

NAME = "badge.svg"
LABEL = "ews-conform"
COLOURS = {"held": "#0b6e4f", "broken": "#b3261e", "unknown": "#7a5c00", "nothing": "#5b6470"}
ADVANCE = 6.6
"""Width of a letter at 11 px, on the safe side."""


def write(report: Report, folder: Path) -> Path:
    """Write the badge into a folder; its path."""
    path = folder / NAME
    path.write_text(svg(report), "utf-8")
    return path


def words(report: Report) -> tuple[str, str]:
    """What the badge says, and which colour it has."""
    counts = report.counts
    judged = counts.held + counts.broken + counts.unknown
    if counts.broken:
        return f"{counts.broken} of {judged} broken", "broken"
    if counts.unknown or report.faults:
        return f"{counts.held} of {judged} held, {counts.unknown} unknown", "unknown"
    return (f"{counts.held} of {judged} held", "held") if judged else ("nothing judged", "nothing")


def svg(report: Report) -> str:
    """The badge."""
    said, colour = words(report)
    left, right = (round(len(text) * ADVANCE + 14) for text in (LABEL, said))
    title = f"{escape(LABEL)}: {said}"
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" width="{left + right}" height="22" role="img" aria-label="{title}">
<title>{title}</title>
<clipPath id="r"><rect width="{left + right}" height="22" rx="4"/></clipPath>
<g clip-path="url(#r)">
<rect width="{left}" height="22" fill="#3b424c"/>
<rect x="{left}" width="{right}" height="22" fill="{COLOURS[colour]}"/>
</g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">
<text x="{left / 2:g}" y="15">{escape(LABEL)}</text>
<text x="{left + right / 2:g}" y="15">{said}</text>
</g>
</svg>
"""
