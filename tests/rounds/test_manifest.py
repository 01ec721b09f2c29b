"""The manifest's bytes are final: these are they."""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from kit import site_key
from places.models import Boundary, Neighbourhood
from rounds import actions, manifest, presets, rules, words
from rounds.models import Duty, Round
from rounds.phases import DATE_NAMES
from rounds.refusals import BadRules, PresetUnknown
from tests import factories
from voting.counting import Rules

GOLDEN = Path(__file__).parent / "golden"
FIRST = datetime(2027, 3, 1, 18, tzinfo=UTC)


@pytest.fixture
def fixed_round(area: Neighbourhood) -> Round:
    """A round of which every figure is known."""
    place = Neighbourhood.objects.create(
        id=uuid.UUID(int=1), slug="fixed", name="Fixed", trust_name="Trust"
    )
    Boundary.objects.create(neighbourhood=place, version=2)
    fund = factories.fund(place, id=uuid.UUID(int=2))
    site_key.show_for_deed()
    round_ = Round.objects.create(
        id=uuid.UUID(int=3),
        neighbourhood=place,
        number=4,
        title="Café \N{EM DASH} what should £12,000 do?",
        about="Alleys first.",
        fund=fund,
        pot_pence=1_200_000,
        preset="small",
        rules=presets.PRESETS["small"].draft_rules(),
        outcomes_due_on=date(2028, 4, 10),
        **{name: FIRST + timedelta(weeks=week) for week, name in enumerate(DATE_NAMES)},
    )
    for kind in ("opener", "opener", "secretary"):
        Duty.objects.create(round=round_, kind=kind, person=factories.person())
    return round_


def test_the_bytes_are_exactly_those_of_the_first_release(fixed_round: Round) -> None:
    assert manifest.encode(fixed_round) == (GOLDEN / "manifest-small.json").read_bytes()


def test_version_1_keeps_the_digest_that_the_first_release_gave_it(fixed_round: Round) -> None:
    first = "613a1e842fd9ab01fbb2c32f44271affd2a5dd43bc25bf2f34e82a6fedb489a6"
    assert manifest.VERSION == 1
    assert manifest.sha256(manifest.encode(fixed_round)) == first


def test_the_digest_is_that_of_the_bytes(fixed_round: Round) -> None:
    found = manifest.encode(fixed_round)
    assert manifest.sha256(found) == hashlib.sha256(found).hexdigest()


def test_a_changed_byte_is_noticed(fixed_round: Round) -> None:
    fixed_round.manifest = manifest.encode(fixed_round)
    fixed_round.manifest_sha256 = manifest.sha256(fixed_round.manifest)
    assert manifest.is_intact(fixed_round)
    fixed_round.manifest = fixed_round.manifest.replace(b"1200000", b"1200001")
    assert not manifest.is_intact(fixed_round)


def test_no_name_of_a_person_stands_in_it(fixed_round: Round) -> None:
    facts = manifest.encode(fixed_round).decode()
    assert json.loads(facts)["duties"] == ["opener", "secretary"]
    for duty in fixed_round.duties.select_related("person"):
        assert duty.person.name not in facts
        assert str(duty.person_id) not in facts


@pytest.mark.parametrize("preset", presets.OFFERED, ids=lambda preset: preset.key)
def test_the_count_accepts_the_rules_of_every_preset_offered(preset: presets.Preset) -> None:
    facts = dict(preset.draft_rules()["count"])
    assert Rules.from_manifest(facts).to_manifest() == facts  # type: ignore[arg-type]


@pytest.mark.parametrize("preset", presets.OFFERED, ids=lambda preset: preset.key)
def test_every_preset_offered_has_rules_of_the_right_shape(preset: presets.Preset) -> None:
    assert rules.checked(preset.draft_rules())["preset"] == preset.key


def test_presets_to_come_are_named_and_cannot_be_chosen() -> None:
    assert [preset.key for preset in presets.TO_COME] == ["rolling", "decision-day", "commissioned"]
    for preset in presets.TO_COME:
        with pytest.raises(PresetUnknown):
            presets.offered(preset.key)
        with pytest.raises(PresetUnknown, match="Choose one of the kinds of round"):
            preset.draft_rules()


def test_a_draft_does_not_change_its_preset() -> None:
    presets.offered("small").draft_rules()["vote"]["max_choices"] = 1
    assert presets.offered("small").draft_rules()["vote"]["max_choices"] == 5


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("vote", "max_choices"), 0),
        (("vote", "max_choices"), True),
        (("vote", "max_choices"), 2.0),
        (("vote", "format"), "points"),
        (("count", "ties"), "cost"),
        (("custody",), "one-person"),
        (("panel", "mode"), "decides"),
        (("award", "instalments"), 3),
        (("secret",), "clause"),
        (("vote",), None),
        (("v",), 2),
    ],
)
def test_rules_of_another_shape_are_refused(path: tuple[str, ...], value: object) -> None:
    draft = json.loads(json.dumps(presets.offered("small").draft_rules()))
    inner = draft
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(BadRules):
        rules.checked(draft)


SEED = "0123456789abcdef0123456789abcdef"
LOT = {"ties": "cost,votes,lot", "lot_seed": SEED}


def _counting(**count: object) -> dict[str, object]:
    draft: dict[str, object] = dict(presets.offered("small").draft_rules())
    own = presets.offered("small").draft_rules()["count"]
    return draft | {"count": {**own, **count}}


@pytest.mark.parametrize(
    "count",
    [
        {},
        LOT,
        {"stages": "theme:Safer streets=30%"},
        {"stages": "theme:Greener streets=100%"},
        {**LOT, "stages": "theme:Safer streets=30%;theme:Greener streets=70%"},
    ],
    ids=str,
)
def test_a_lot_and_money_kept_for_themes_can_run_a_round(count: dict[str, object]) -> None:
    facts = rules.checked(_counting(**count))["count"]
    assert Rules.from_manifest(dict(facts)).to_manifest() == facts  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "count",
    [
        {"ties": "cost,votes,lot"},
        {"lot_seed": SEED},
        {"ties": "lot", "lot_seed": SEED},
        {"ties": "cost,votes,id"},
        *({**LOT, "lot_seed": seed} for seed in ("", SEED[1:], SEED + "0", SEED.upper(), 7)),
        *({**LOT, "lot_seed": seed} for seed in (SEED + "\n", None)),
        *(
            {"stages": stages}
            for stages in (
                "", ";", None, 30, "theme:Safer streets=0%", "theme:Safer streets=030%",
                "theme:Safer streets=101%", "theme:Safer streets=30", "theme:Safer streets=30%;",
                "theme:safer=30%", "area:Safer streets=30%", "theme:Safer streets=30%\n",
                "theme:Safer streets=10%;theme:Safer streets=10%",
                "theme:Greener streets=10%;theme:Safer streets=10%",
                "theme:Safer streets=51%;theme:Greener streets=50%",
            )
        ),
    ],
    ids=str,
)  # fmt: skip
def test_no_other_lot_and_nothing_else_kept_is_accepted(count: dict[str, object]) -> None:
    with pytest.raises(BadRules):
        rules.checked(_counting(**count))


def test_a_new_draft_ends_ties_by_a_lot_of_its_own(area: Neighbourhood) -> None:
    officer = factories.with_role("officer", area)
    for preset in presets.OFFERED:
        drafts = [
            actions.draft(area, preset=preset.key, title=title, by=officer)
            for title in ("One", "Two")
        ]
        one, two = (rules.of(row)["count"] for row in drafts)
        assert one["ties"] == "cost,votes,lot"
        assert one["lot_seed"] != two["lot_seed"]
        for row in drafts:
            row.refresh_from_db()
            rules.checked(row.rules)
            assert Rules.from_manifest(row.rules["count"]).to_manifest() == row.rules["count"]
            assert row.rules["count"]["lot_seed"].encode() in manifest.encode(row)


def test_custody_and_shares_belong_together() -> None:
    draft = presets.offered("small").draft_rules()
    draft["custody"] = "keyholders"
    with pytest.raises(BadRules, match="two of three"):
        rules.checked(draft)


def test_the_panels_sentence_is_exact() -> None:
    assert words.panel_sentence(presets.offered("small").draft_rules()) == (
        "The panel funds what the vote picks, unless it publishes a reason for each change."
    )


@pytest.mark.parametrize(
    ("most", "sentence"),
    [
        (None, "You can pick as many ideas as you like."),
        (1, "You can pick one idea."),
        (5, "You can pick up to 5 ideas."),
    ],
)
def test_the_number_of_picks_is_said_plainly(most: int | None, sentence: str) -> None:
    draft = presets.offered("small").draft_rules()
    draft["vote"]["max_choices"] = most
    assert words.pick_sentence(draft) == sentence


def test_the_words_follow_the_rules() -> None:
    small = _said(presets.offered("small").draft_rules())
    full = _said(presets.offered("full").draft_rules())
    assert "Two named people open the votes together" in small
    assert "3 named people each keep a part of the key" in full
    assert "up to £5,000" in small
    assert "up to the whole pot" in full
    assert "without measuring what changed" in small
    assert "without measuring what changed" not in full


def _said(draft: rules.RoundRules) -> str:
    return " ".join(sentence for part in words.in_words(draft) for sentence in part.sentences)
