"""Words no generated text may contain, with what to write instead (model: verkenning, no forecast).

Checked on every title, sentence, alt text and label. Results read "in deze verkenning" or "in
het model"; a share of points is never called a probability.
"""

from __future__ import annotations

import re

ALLOWED = {  # sentences that may contain a word of the list
    "nl": ("dit aandeel is geen kans", "geen voorspelling"),
    "en": ("this share is not a probability", "not a forecast"),
}
INSTEAD: dict[str, dict[str, str]] = {
    "nl": {
        r"loont|lonen|lonend": "meer gerealiseerd",
        r"helpt|helpen|hielp(?:en)?|geholpen": "meer gerealiseerd met",
        r"werkt beter|werken beter": "meer gerealiseerd",
        r"wint|winnen|won(?:nen)?|gewonnen|winst": "meer",
        r"verliest|verliezen|verloor|verloren": "minder",
        r"bewijst|bewijzen|bewijs|bewees|bewezen": "in deze verkenning",
        r"toont aan|tonen aan|aantoont|aangetoond": "in deze verkenning",
        r"leidt tot|leiden tot|leidde(?:n)? tot|geleid tot": "gaat samen met",
        r"zal|zullen": "in het model",
        r"voorspelt|voorspellen|voorspeld|voorspelling(?:en)?": "verkenning",
        r"significante?|significantie": "duidelijk",
        r"optimaal|optimale|optimum": "meeste in het model",
        r"kans|kansen|kansrijke?": "aandeel",
        r"verspild|verspilling|verspilt|verspillen": "niet gerealiseerd",
        r"weglekken|weglekt|weglek|weggelekt|lekt weg|lekken weg": "andere bestemming",
        r"overvragen|overvraagd|overvraagt|overvraging": "meer gevraagd dan beschikbaar",
        r"meeliften|meelift|meelifters?": "lusten en lasten vallen niet samen",
        r"gekaapt|kapen|kaapt": "grootste gemeente stuurt mee",
        r"winnaars?|verliezers?": "waar meer, waar minder",
        r"zwakke gemeenten?": "beperkte uitvoeringscapaciteit",
    },
    "en": {
        r"pays off": "more realised",
        r"helps|helped": "more realised with",
        r"works better": "more realised",
        r"wins?|won|winners?": "more",
        r"loses?|losers?": "less",
        r"proves?|proved|proven|proof|shows? that": "in this exploration",
        r"leads? to|led to": "goes with",
        r"will": "in the model",
        r"predict(?:s|ed)?|predictions?|forecasts?": "exploration",
        r"significant(?:ly)?": "clear",
        r"optimal(?:ly)?": "most in the model",
        r"probability|probabilities|chances?|likely": "share",
        r"wasted|waste": "not realised",
        r"free.?rid(?:ing|ers?)": "benefits and burdens do not coincide",
        r"hijacked|captured": "the largest municipality steers too",
        r"weak municipalit(?:y|ies)": "limited capacity",
    },
}
_PATTERNS = {
    language: [(re.compile(rf"\b(?:{word})\b", re.IGNORECASE), say) for word, say in words.items()]
    for language, words in INSTEAD.items()
}


def forbidden(text: str, language: str = "nl") -> list[tuple[str, str]]:
    """The forbidden words in a text, each with what to write instead; [] if it is clean."""
    for phrase in ALLOWED[language]:
        text = re.sub(re.escape(phrase), "", text, flags=re.IGNORECASE)
    return [
        (match.group(), say)
        for pattern, say in _PATTERNS[language]
        for match in pattern.finditer(text)
    ]


def check(text: str, language: str = "nl") -> str:
    """The text itself, if it is clean.

    Raises
    ------
    ValueError
        The text contains a forbidden word.
    """
    found = forbidden(text, language)
    if found:
        word, say = found[0]
        raise ValueError(f"'{word}' may not be written; write '{say}': {text!r}")
    return text
