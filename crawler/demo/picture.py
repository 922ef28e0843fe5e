"""Pictures for the articles: mountain ridges, drawn from a number."""

from __future__ import annotations

from crawler.demo.words import Dice

_WIDTH, _HEIGHT, _STEP = 480, 300, 40


def picture(number: int, scale: int = 1) -> str:
    """An SVG of some ridges, so many times its common size; each number has its own."""
    dice = Dice(f"picture/{number}")
    hue = dice.number(0, 359)
    ridges = "".join(_ridge(dice, base, hue) for base in (120, 175, 230))
    sun = f'<circle cx="{dice.number(60, 420)}" cy="{dice.number(40, 80)}" r="24" fill="hsl(45 90% 85%)"/>'
    sky = f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="hsl({hue} 45% 88%)"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH * scale}" height="{_HEIGHT * scale}">{sky}{sun}{ridges}</svg>\n'
    )


def _ridge(dice: Dice, base: int, hue: int) -> str:
    tops = (f"{x},{base + dice.number(-45, 25)}" for x in range(0, _WIDTH + 1, _STEP))
    light = 95 - base // 3
    return f'<polygon points="0,{_HEIGHT} {" ".join(tops)} {_WIDTH},{_HEIGHT}" fill="hsl({hue} 30% {light}%)"/>'
