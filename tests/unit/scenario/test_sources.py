"""Where the figures come from."""

from pathlib import Path

from sim.scenario import figure_rows, figures, load, tally

EXAMPLES = Path(__file__).parents[2] / "examples"
RICH = load(EXAMPLES / "rich.yaml").scenario


def test_every_figure_has_one_row() -> None:
    rows = figure_rows(RICH)
    assert [row.path for row in rows] == [figure.path for figure in figures(RICH)]
    assert len({row.path for row in rows}) == len(rows)


def test_a_row_shows_the_claim_and_the_publication() -> None:
    row = next(row for row in figure_rows(RICH) if row.path == "parties.east.resolve.prior")
    assert row.says == "Of 45 threats to leave a treaty, 4 were carried out."
    assert (row.source, row.publisher, row.written) == ("gazette#threats", "The Gazette", "4 of 45")


def test_a_judgement_is_shown_in_its_own_words() -> None:
    row = next(row for row in figure_rows(RICH) if row.path == "dials.overrun")
    assert (row.kind, row.says) == ("judgement", "the end had been moved once before")


def test_a_dial_is_counted_once() -> None:
    assert [row.path for row in figure_rows(RICH)].count("dials.reaction") == 1


def test_the_tally_adds_up() -> None:
    found = tally(RICH)
    assert found.sources + found.judgements + found.defaults == len(figures(RICH))
    assert found.sources > 5
