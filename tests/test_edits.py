"""Edits and offset maps against a model so simple that it is seen to be right.

The model keeps, for every character of the target text, the place of the source it was copied from, or None where it was written.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.edits import Edit, OffsetMap, apply, clashes, minimal
from tests.laws import offsets_agree

LETTERS = "ab c’\n\r\u0301😀\ud83d"
texts = st.text(LETTERS, max_size=30)

Model = list[tuple[str, int | None]]


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    """Edits of a text that do not clash, in any order."""
    kept: list[Edit] = []
    for _ in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text)))
        edit = Edit(start, draw(st.integers(start, min(len(text), start + 4))), draw(st.text(LETTERS, max_size=4)))
        if not any(clashes(edit, other) for other in kept):
            kept.append(edit)
    return draw(st.permutations(kept))


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[Edit]]:
    """A text and edits for it."""
    text = draw(texts)
    return text, draw(edits_of(text))


@st.composite
def staged(draw: st.DrawFn) -> tuple[str, list[tuple[str, OffsetMap]], Model]:
    """A text taken through several stages, each with its own map, and the model of the outcome."""
    raw = draw(texts)
    model: Model = [(char, i) for i, char in enumerate(raw)]
    stages: list[tuple[str, OffsetMap]] = []
    text = raw
    for _ in range(draw(st.integers(1, 4))):
        edits = draw(edits_of(text))
        model = modelled(model, edits)
        text, moved = apply(text, edits)
        stages.append((text, moved))
    return raw, stages, model


def modelled(model: Model, edits: list[Edit]) -> Model:
    """The model after edits, made one at a time from the right so that no place moves before its turn."""
    out = list(model)
    for edit in sorted(edits, reverse=True):
        out[edit.start : edit.end] = [(char, None) for char in edit.after]
    return out


def joined(stages: list[tuple[str, OffsetMap]]) -> OffsetMap:
    """The maps of all stages as one."""
    out = OffsetMap()
    for _, moved in stages:
        out = out.then(moved)
    return out


@given(edited())
def test_apply_makes_the_text_of_the_model(given_: tuple[str, list[Edit]]) -> None:
    text, edits = given_
    model = modelled([(char, i) for i, char in enumerate(text)], edits)
    assert apply(text, edits)[0] == "".join(char for char, _ in model)


@given(edited())
def test_undo_is_exact(given_: tuple[str, list[Edit]]) -> None:
    text, edits = given_
    new, moved = apply(text, edits)
    assert moved.undo(new) == text


@given(edited())
def test_one_map_agrees_with_its_texts(given_: tuple[str, list[Edit]]) -> None:
    text, edits = given_
    new, moved = apply(text, edits)
    real = OffsetMap([h for h in moved.hunks if h.before != h.after])
    assert list(offsets_agree(text, new, real)) == []


@given(staged())
def test_joined_maps_undo_all_stages_at_once(given_: tuple[str, list[tuple[str, OffsetMap]], Model]) -> None:
    raw, stages, _ = given_
    assert joined(stages).undo(stages[-1][0]) == raw


@given(staged())
def test_joined_maps_keep_what_no_stage_touched(given_: tuple[str, list[tuple[str, OffsetMap]], Model]) -> None:
    """A character that came through all stages maps to its place, or lies in a stretch that a neighbour's change took in."""
    raw, stages, model = given_
    moved = joined(stages)
    taken = {i for h in moved.hunks for i in range(h.target_start, h.target_end)}
    for at, (char, source) in enumerate(model):
        low, high = moved.to_source((at, at + 1))
        if source is not None:
            assert low <= source < high, (char, at, source, (low, high))
            if at not in taken:
                assert (low, high) == (source, source + 1)
        else:
            assert at in taken or any(h.before == raw[low:high] for h in moved.hunks) or stages[-1][0][at] == raw[low:high]


@given(staged())
def test_joined_hunks_are_true_sorted_and_apart(given_: tuple[str, list[tuple[str, OffsetMap]], Model]) -> None:
    raw, stages, _ = given_
    text = stages[-1][0]
    last = target_last = 0
    for h in joined(stages).hunks:
        assert raw[h.start : h.end] == h.before
        assert text[h.target_start : h.target_end] == h.after
        assert h.start >= last
        assert h.target_start >= target_last
        last, target_last = h.end, h.target_end


@given(staged())
def test_joined_maps_agree_with_their_texts(given_: tuple[str, list[tuple[str, OffsetMap]], Model]) -> None:
    raw, stages, _ = given_
    real = OffsetMap([h for h in joined(stages).hunks if h.before != h.after])
    assert list(offsets_agree(raw, stages[-1][0], real)) == []


@given(staged())
def test_joining_from_the_left_or_the_right_is_the_same(given_: tuple[str, list[tuple[str, OffsetMap]], Model]) -> None:
    raw, stages, _ = given_
    right = OffsetMap()
    for _, moved in reversed(stages):
        right = moved.then(right)
    assert right.undo(stages[-1][0]) == joined(stages).undo(stages[-1][0]) == raw


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap at 1"):
        apply("abc", [Edit(0, 2, ""), Edit(1, 3, "")])


@given(texts, texts, st.integers(0, 5))
def test_minimal_turns_before_into_after(before: str, after: str, start: int) -> None:
    edit = minimal(start, before, after)
    assert start <= edit.start <= edit.end <= start + len(before)
    padded = "x" * start + before
    assert apply(padded, [edit])[0] == "x" * start + after


@given(texts)
def test_minimal_of_equal_texts_is_empty(text: str) -> None:
    edit = minimal(0, text, text)
    assert edit.after == text[edit.start : edit.end]


@pytest.mark.parametrize(
    ("a", "b", "wanted"),
    [
        (Edit(0, 2, ""), Edit(2, 4, ""), False),
        (Edit(0, 3, ""), Edit(2, 4, ""), True),
        (Edit(2, 2, "x"), Edit(2, 2, "y"), True),
        (Edit(1, 3, ""), Edit(2, 2, "x"), True),
        (Edit(1, 3, ""), Edit(3, 3, "x"), True),
        (Edit(1, 3, ""), Edit(4, 4, "x"), False),
    ],
)
def test_clashes_either_way_round(a: Edit, b: Edit, wanted: bool) -> None:
    assert clashes(a, b) is wanted
    assert clashes(b, a) is wanted
