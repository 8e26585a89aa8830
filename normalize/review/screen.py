"""The review on the full screen, with Textual: the paragraph above, the reasons below it, the keys at the bottom.

Only shows and asks; what is decided is `session`'s. Colour never tells anything alone: words that go stand in ``[-…-]``, words that come in ``{+…+}``.
"""

from __future__ import annotations

from typing import ClassVar, cast

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from normalize.decisions.fingerprint import Question
from normalize.errors import NormalizeError
from normalize.review.filters import parsed
from normalize.review.keys import KEYS, wide
from normalize.review.session import Scope, Session
from normalize.review.shown import asked, offers, paragraph, reasons
from normalize.visible import visible

_STYLES = {"gone": "bold red strike", "new": "bold green", "found": "bold yellow", "other": "dim underline"}
_MARKS = {"gone": ("[-", "-]"), "new": ("{+", "+}"), "found": ("«", "»")}


class Ask(ModalScreen[str | None]):
    """One line of input over the screen; Escape gives None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", "leave it")]
    CSS = "Ask { align: center middle; } Ask Label { width: 80%; } Ask Input { width: 80%; }"

    def __init__(self, what: str, value: str = "") -> None:
        super().__init__()
        self._what, self._value = what, value

    def compose(self) -> ComposeResult:
        """A label and a field."""
        yield Label(Text(self._what))
        yield Input(self._value, select_on_focus=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the line back."""
        self.dismiss(event.value)

    def action_give_up(self) -> None:
        """Give nothing back."""
        self.dismiss(None)


class Help(ModalScreen[None]):
    """The keys, until one is pressed."""

    CSS = "Help { align: center middle; } Help Static { width: auto; max-width: 100%; height: auto; border: round $accent; padding: 1 2; background: $surface; }"

    def compose(self) -> ComposeResult:
        """A table of the keys."""
        yield Static(Text("\n".join(f"{k:>4}  {what}" for k, what in KEYS.items())))

    def on_key(self) -> None:
        """Any key goes back."""
        self.dismiss(None)


#: The keys with a word each, as the last lines of the screen show them.
_SHORT = {
    "y": "accept", "n": "reject", "e": "edit", "Y/N": "all of this rule", "m/M": "all of this name", "s": "skip", "f": "next file",
    "u": "undo", "t": "note", "/": "filter", "?": "help", "q": "quit",
}  # fmt: skip
#: What Textual calls the keys that are no letters.
_CALLED = {"/": "slash", "?": "question_mark"}


def _keys_line() -> Text:
    out = Text()
    for key, what in _SHORT.items():
        out.append(key, style="bold yellow")
        out.append(f"\N{NO-BREAK SPACE}{what.replace(' ', chr(0xA0))}  ")
    return out


class ReviewApp(App[None]):
    """The full screen of a sitting."""

    ENABLE_COMMAND_PALETTE = False
    TITLE = "normalize review"
    CSS = """
    #where { background: $panel; padding: 0 1; height: auto; }
    #text { height: 1fr; border: round $primary; padding: 0 1; }
    #why { height: auto; max-height: 50%; border: round $secondary; padding: 0 1; }
    #keys { height: auto; background: $panel; padding: 0 1; }
    #said { height: 1; padding: 0 1; color: $text-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "quit", "quit"),
        *(Binding(_CALLED.get(k, k), f"press('{k}')", k) for k in "ynesfutYNmM/?123456789"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._note = ""

    def compose(self) -> ComposeResult:
        """Where, the text, the reasons, what was just done, the keys."""
        yield Static(id="where")
        yield VerticalScroll(Static(id="paragraph"), id="text")
        yield VerticalScroll(Static(id="reasons"), id="why")
        yield Static(id="said")
        yield Static(_keys_line(), id="keys")

    def on_mount(self) -> None:
        """Show the first question."""
        self._show("")

    def action_press(self, key: str) -> None:
        """Carry out a key."""
        q = self.session.current
        if key == "?":
            self.push_screen(Help())
        elif key == "u":
            n = self.session.undo()
            self._show(f"{n} taken back" if n else "nothing to undo")
        elif key == "/":
            self.push_screen(Ask("Filter: rule:ID class:NAME action:fix,suggest,flag confidence<0.9 (nothing: fixes and suggestions)"), self._filter)
        elif q is None:
            self._show("nothing is left here")
        elif key == "e":
            self.push_screen(Ask(f"Words instead of “{visible(q.place.before, breaks=False)}” (empty: delete)", _prefilled(q)), self._edited)
        elif key == "t":
            self.push_screen(Ask("Note for the next decision", self._note), self._noted)
        elif key == "s":
            self.session.skip()
            self._show("skipped")
        elif key == "f":
            self.session.next_file()
            self._show("next file")
        else:
            self._decide(q, key)

    def _decide(self, q: Question, key: str) -> None:
        both = wide(key)
        if both is None and int(key) > len(q.place.offers):
            self._show(f"there is no wording {key}")
            return
        verdict, scope = both or ("accept", "one")
        self._kept(verdict, scope=cast(Scope, scope), choice=int(key) - 1 if both is None else 0)

    def _kept(self, verdict: str, text: str | None = None, scope: Scope = "one", choice: int = 0) -> None:
        """Decide and go on; what cannot be written is said, and the question stays."""
        try:
            n = self.session.decide(verdict, text, self._note, scope, choice)
        except NormalizeError as error:
            self._show(str(error))
            return
        self._note = ""
        word = {"accept": "accepted", "reject": "rejected", "edit": "written"}[verdict]
        self._show(f"{word}{f': {n} at once' if n > 1 else ''}; u takes it back")

    def _edited(self, text: str | None) -> None:
        if text is None:
            self._show("nothing changed")
        else:
            self._kept("edit", text)

    def _noted(self, text: str | None) -> None:
        self._note = text if text is not None else self._note
        self._show(f"note for the next decision: {self._note}" if self._note else "")

    def _filter(self, words: str | None) -> None:
        if words is None:
            return
        try:
            self.session.only = parsed(words)
        except NormalizeError as error:
            self._show(str(error))
            return
        self._show(f"filter: {words}" if words.strip() else "fixes and suggestions")

    def _show(self, said: str) -> None:
        q = self.session.current
        p = self.session.progress
        self.query_one("#said", Static).update(Text(said))
        done = f"{p.accepted} accepted, {p.rejected} rejected, {p.edited} written"
        if q is None:
            self.query_one("#where", Static).update(Text(f"{p.files} files · {done}"))
            self.query_one("#paragraph", Static).update(Text("Nothing is left to decide. q quits, u takes the last decision back, / asks for others.", style="bold"))
            self.query_one("#reasons", Static).update(Text(""))
            return
        self.query_one("#where", Static).update(Text(f"file {p.file} of {p.files} · {p.left} left in it · {done}"))
        self.query_one("#paragraph", Static).update(_painted(q, self.session))
        self.query_one("#reasons", Static).update(_why(q))
        self.query_one("#text", VerticalScroll).scroll_home(animate=False)


def _prefilled(q: Question) -> str:
    """What the field begins with: the offer, or nothing when it holds what a screen may not be sent."""
    text = q.place.offers[0] if q.place.offers else q.place.before
    return text if visible(text, breaks=False) == text else ""


def _painted(q: Question, session: Session) -> Text:
    out = Text()
    for role, text in paragraph(q, session.changes_of(q)):
        left, right = _MARKS.get(role, ("", ""))
        out.append(left + text + right, style=_STYLES.get(role, ""))
    return out


def _why(q: Question) -> Text:
    where, rule, *why = reasons(q)
    out = Text()
    out.append(asked(q) + "\n", style="bold")
    for n, offer in enumerate(offers(q), 1):
        out.append(f"  {n}  {offer}\n", style="green")
    filled = int(10 * q.item.confidence)
    out.append(f"{rule}  {'█' * filled}{'░' * (10 - filled)}\n", style="cyan")
    out.append("\n".join(why))
    out.append(f"\n{where}", style="dim")
    return out
