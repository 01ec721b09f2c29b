"""What people type and paste, without the signs that nobody can see.

Text from Word, a PDF, a messenger or the contacts of a phone brings some along: soft hyphens, marks
of direction, bullets of a font of signs. Nobody typed them, so nobody can take them out: they are
left out before any form reads the text. What turns a whole line around is kept, and refused where
others would read it; joiners stay inside words that need them.
"""

import re

# Bullets and arrows of Word's font of signs, as they are pasted; the rest of that font is left out.
_BULLETS = dict.fromkeys(map(ord, "\uf0b7\uf0a7\uf0d8\uf076\uf0a8\uf0fc"), "•")
_FONT_OF_SIGNS = range(0xF000, 0xF100)
_UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u3164\ufeff\uffa0"
)
# No keyboard and no page sends a NUL: whoever does is refused by the form.
_CONTROL = [n for n in (*range(32), *range(0x7F, 0xA0)) if chr(n) not in "\0\t\n\v\f\r\x85"]
# Halves of a sign that was cut in two (an emoji at the end of a box with a limit), and what stands
# in the place of one: a browser sends one such sign, and bytes of a half are read as three.
_HALVES = (*range(0xD800, 0xE000), 0xFFFD)
_LEFT_OUT = {
    **dict.fromkeys([*_FONT_OF_SIGNS, *map(ord, _UNSEEN), *_CONTROL, *_HALVES], ""),
    **_BULLETS,
}
_LATIN = "A-Za-z\u00c0-\u024f"
_STRAY_JOINER = re.compile(rf"(?<=[{_LATIN}])[\u200c\u200d]+|[\u200c\u200d]+(?=[{_LATIN}])")


def cleaned(text: str) -> str:
    """The text without signs that nobody can see; bullets become "•"."""
    return _STRAY_JOINER.sub("", text.translate(_LEFT_OUT))
