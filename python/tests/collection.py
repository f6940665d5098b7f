"""Collections in which all that can happen does, and what one process removes from them."""

import random

from paradup import Detector

SENTENCES = [
    "The harbour lights were switched on at dusk, an hour before the last ferry left.",
    "Were the harbour lights switched on at dusk, an hour before the last ferry left?",
    "The turbine at the upper lock gives 5 mW in a dry summer and no more than that.",
    "The turbine at the upper lock gives 5 MW in a dry summer and no more than that.",
    "Die Schleuse am oberen See wird im Mai für acht Tage geschlossen; Boote warten unten.",
    "Le bac traverse la rivière toutes les heures, sauf le dimanche et les jours de fête.",
    "Паром уходит от старой пристани каждый день в девять часов утра, кроме воскресенья.",
    "渡船は日曜日を除いて毎日九時に古い桟橋から出ます。切符は船の上で買えます。",
    "The rules of the house were under-\nstood by all of the guests who stayed for the week.",
    "The rules of the house were understood by all of the guests who stayed for the week.",
    "The rules of the house were under-stood by all of the guests who stayed for the week.",
    "Nobody came.",
]
BOILERPLATE = "This page was printed from the archive of the harbour office, and may not be sold or lent to others."
RELATIONS = ("identical", "reformatted", "near")


def texts(rows):
    """Many texts of few sentences, of several languages: 15 % of them one boilerplate, as many again that with words of their own, and
    as many a template."""
    draw = random.Random(7)
    for number in range(rows):
        some = [draw.choice(SENTENCES) for _ in range(draw.randrange(4))]
        some += [f"Ticket {draw.randrange(rows)} is for the ferry that leaves from pier {draw.randrange(9)} on Monday at nine."] * draw.randrange(2)
        text = draw.choice([" ", "  ", "\n"]).join(some)
        form = draw.randrange(20)
        if form < 3:
            yield BOILERPLATE
        elif form < 6:
            words = BOILERPLATE.split()
            words[draw.randrange(len(words))] = f"word{draw.randrange(9)}"
            yield f"{' '.join(words)} Page {draw.randrange(rows)}."
        elif form < 9:
            yield f"On day {draw.randrange(rows)} the lock at gate {draw.randrange(rows)} was opened {draw.randrange(9)} times for boats of class {draw.randrange(9)}."
        else:
            yield text.upper() if form == 9 else f"> {text}" if form == 10 else text


def chain(links):
    """Each text is near the one before and the one behind, and no other: a window that moves on by two words."""
    words = [f"link{number}" for number in range(2 * links + 22)]
    return [" ".join(words[2 * link : 2 * link + 22]) for link in range(links)]


def frame(spark, texts, partitions):
    rows = [(10 * number, text) for number, text in enumerate(texts)]
    random.Random(partitions).shuffle(rows)
    return spark.createDataFrame(rows, "id bigint, text string").repartition(partitions)


def in_one_process(texts, may_lose, keep="longest", **settings):
    if may_lose == "anything":
        settings |= {"engine": "lsh", "relations": RELATIONS}
    removals = Detector(keep=keep, may_lose=may_lose, **settings).removals(texts)
    return [(10 * one.removed.paragraph, 10 * one.representative.paragraph, one.ground, one.score) for one in removals]
