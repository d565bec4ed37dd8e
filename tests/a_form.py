"""A form of which there is nothing but this text: a grid repeated for each row of a register, two scales, of which one
is offered best first, results and a chart that need no Python of its own."""

from __future__ import annotations

TALKS = """
id = "talks"
title = "How we talk"
sheet = "Talks"
source = "a test"
version = "1.0"
purpose = "How people talk to one another, each as they see it."
filled_in_by = "Everybody who was there"
gives = "What to talk about next"
says = "general.answered"
says_of = { table = "Talks", field = "mood" }

[[scale]]
id = "mood"
levels = ["Cold", "Cool", "Warm"]
best_first = true

[[scale]]
id = "effort"
levels = ["Hard", "Fair", "Easy"]

[[table]]
name = "Talks_Tally"
kind = "result"
title = "Item by item"
purpose = "How many people say what."
worked_out = "general.tally"
of = { table = "Talks", field = "mood" }
lines = 2
field = [
    { id = "item", header = "Item", kind = "text", width = 14, note = "The item's own number." },
    { id = "text", header = "What it says", kind = "text", width = 44, note = "The item." },
    { id = "answered", header = "Answers", kind = "number", width = 14, note = "How many people answered." },
    { id = "cold", header = "Cold", kind = "number", width = 14, note = "How many say so." },
    { id = "cool", header = "Cool", kind = "number", width = 14, note = "How many say so." },
    { id = "warm", header = "Warm", kind = "number", width = 30, note = "How many say so." },
]

[[table.chart]]
kind = "stacked"
title = "How we talk, item by item"
words = "Bars of how many people say cold, cool and warm of each item."
categories = "text"
series = [
    { field = "cold", name = "Cold", colour = "8A5A00" },
    { field = "cool", name = "Cool", colour = "D9D9D9" },
    { field = "warm", name = "Warm", colour = "1B4965" },
]

[[table]]
name = "Talks_First"
kind = "result"
title = "Where to begin"
purpose = "Cold first."
worked_out = "general.weakest"
of = { table = "Talks", field = "mood" }
lines = 3
field = [
    { id = "row", header = "Row", kind = "text", width = 14, note = "The row." },
    { id = "text", header = "To talk about", kind = "text", width = 44, note = "The item." },
    { id = "level", header = "Said to be", kind = "text", scale = "mood", width = 14, note = "The worst first." },
]

[[table]]
name = "Talks_Left"
kind = "result"
title = "Not answered yet"
purpose = "Whom to ask again."
worked_out = "general.unanswered"
of = { table = "Talks", field = "effort" }
lines = 3
field = [
    { id = "row", header = "Left open", kind = "text", width = 14, note = "The row." },
    { id = "text", header = "Question", kind = "text", width = 44, note = "The item." },
]

[[table]]
name = "Talks_People"
kind = "register"
title = "Who was there"
purpose = "One row a person, by their role."
prefix = "Q"
blank_rows = 4
field = [
    { id = "ref", header = "Ref", kind = "ref", width = 14, note = "Their number." },
    { id = "person", header = "Role", kind = "text", width = 44, note = "A role, no name." },
    { id = "day", header = "Day", kind = "date", width = 14, past = true, note = "When they answered." },
]

[[table]]
name = "Talks"
kind = "grid"
rows = "own"
title = "How they see it"
purpose = "Choose from the lists."
each = ["Talks_People"]
field = [
    { id = "ref", header = "Ref", kind = "ref", width = 14, note = "Who, and which item." },
    { id = "item", header = "Item asked", kind = "fixed", width = 44, note = "What it is about." },
    { id = "who", header = "Whose view", kind = "formula", shows = "Talks_People.person", width = 14, note = "Whose." },
    { id = "mood", header = "Mood", kind = "choice", scale = "mood", width = 14, note = "How it feels." },
    { id = "effort", header = "Effort", kind = "choice", scale = "effort", width = 14, note = "How hard it is." },
    { id = "why", header = "Why", kind = "text", width = 30, note = "What makes it so." },
]
needs = [{ when = ["mood"], wanted = ["effort"] }]
row = [
    { ref = "OPEN.1", item = "People say what they think." },
    { ref = "OPEN.2", item = "People ask what they do not know." },
]
"""
