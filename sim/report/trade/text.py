"""The answer of `sim trade` as text for a terminal."""

from collections.abc import Sequence

from sim.report.lines import fitting, paragraph
from sim.report.lines import whole as unbroken
from sim.report.rounding import percent
from sim.report.shape import Answer, Footing
from sim.report.wording import inside_sentence, with_article

_MARGIN = "  "
_WELFARE, _RANGE, _MONEY, _SHARE = 9, 18, 11, 10
_UNIT = 18  # the longest unit of a published estimate, and two blanks before it


def trade_text(answer: Answer, footing: Footing, width: int) -> list[str]:
    """Return the lines for `width` columns."""
    width = fitting(width)
    blocks = (
        _head(answer, footing, width),
        _effects(answer, width),
        _balances(answer, width),
        paragraph(_break_even(answer), width),
        _losses(answer, width),
        _published(answer, width),
        [*paragraph(_figures(answer, footing), width), *paragraph(answer["caution"], width)],
    )
    return [line for block in blocks if block for line in ("", *block)][1:]


def _head(answer: Answer, footing: Footing, width: int) -> list[str]:
    economy = answer["economy"]["title"]
    how = f"{economy}, by exact hat algebra with a trade elasticity of {answer['elasticity']:g}.{_sold(answer)}"
    changes = [f"with {change}" for change in footing.changes]
    return [f"{answer['scenario']['title']}   {footing.file}", *changes, *paragraph(how, width)]


def _sold(answer: Answer) -> str:
    """Return which shares of exports the scenario sets itself, with those of the economy."""
    parts = []
    for party in answer["parties"].values():
        given, own = party["export_share"], party["export_share_of_economy"]
        if given != own:
            seller, buyer = (
                with_article(one) for one in (party["label"], answer["parties"][party["main_partner"]]["label"])
            )
            parts.append(
                f" The scenario has {seller} sell {percent(given)} of its exports to {buyer}, where the economy's"
                f" figures have {percent(own)}; flows and balances follow."
            )
    return "".join(parts)


def _effects(answer: Answer, width: int) -> list[str]:
    cost = answer["border_cost"]
    lines = paragraph(
        f"What each loses or gains a year, in the long run, at a border cost of {_cost(cost['central'])}"
        f" (from {_cost(cost['low'])} to {_cost(cost['high'])}); a border cost of 0% is tariffs alone.",
        width,
    )
    wide = max(len(party["label"]) for party in answer["parties"].values()) + len(_MARGIN) + 2
    unit = answer["economy"]["unit"]
    lines.append(f"{'':{wide}}{'% of GDP':>{_WELFARE}}{'band':>{_RANGE}}{unit:>{_MONEY}}{'exports':>{_SHARE}}")
    for change in answer["counterfactuals"]:
        lines += paragraph(f"{change['label']}: {change['says']}", width)
        for party, effects in change["parties"].items():
            label = f"{_MARGIN}{answer['parties'][party]['label']}"
            lines.append(f"{label:{wide}}{_row(effects)}")
    return lines


def _row(effects: Answer) -> str:
    welfare, gain, exports = effects["welfare"], effects["gain"], effects["exports"]
    low, high = sorted((welfare["low"], welfare["high"]))
    between = f"{_signed(100 * low)} to {_signed(100 * high)}" if low != high else ""
    return (
        f"{_signed(100 * welfare['central']):>{_WELFARE}}{between:>{_RANGE}}"
        f"{_signed(gain['central'], 1):>{_MONEY}}{_signed(100 * exports['central'], 1) + '%':>{_SHARE}}"
    )


def _balances(answer: Answer, width: int) -> list[str]:
    home = answer["parties"][answer["balances_of"]]["label"]
    partners = list(answer["counterfactuals"][0]["balances"])
    head = f"Balance of trade of {with_article(home)} ({answer['economy']['unit']}; minus: a deficit)"
    labels = [f"with {with_article(answer['parties'][partner]['label'])}" for partner in partners]
    columns = [max(len(label), 8) + 3 for label in labels]
    wide = max(len(change["label"]) for change in answer["counterfactuals"]) + len(_MARGIN)
    today = answer["counterfactuals"][0]["balances"]
    rows = [("today", [today[partner]["today"] for partner in partners])]
    rows += [
        (change["label"], [change["balances"][partner]["central"] for partner in partners])
        for change in answer["counterfactuals"]
    ]
    lines = [*paragraph(head, width), f"{'':{wide}}{_cells(labels, columns)}"]
    return lines + [
        f"{_MARGIN + label:{wide}}{_cells([_signed(value, 1) for value in values], columns)}" for label, values in rows
    ]


def _cells(words: Sequence[str], columns: Sequence[int]) -> str:
    return "".join(f"{word:>{column}}" for word, column in zip(words, columns, strict=True))


def _break_even(answer: Answer) -> str:
    found = [change for change in answer["counterfactuals"] if change["break_even"]]
    if not found:
        return ""
    home = with_article(answer["parties"][answer["balances_of"]]["label"])
    parts = [f"{inside_sentence(change['label'], {})} {_dollars(change['break_even'])}" for change in found]
    before, after = (sum(one[when] for one in found[0]["balances"].values()) for when in ("today", "central"))
    return (
        f"Break-even: such an end pays for {home} only if it believes that a deficit goes away with the link and that"
        f" each dollar of it is worth more than this: {'; '.join(parts)}. Computed, its balance with all partners"
        f" together goes from {_signed(before, 1)} to {_signed(after, 1)} when the pact ends."
    )


def _dollars(weight: Answer) -> str:
    low, high = sorted((weight["low"], weight["high"]))
    return f"{weight['central']:.2f} ({low:.2f} to {high:.2f})"


def _losses(answer: Answer, width: int) -> list[str]:
    parties = answer["parties"]
    stakes = f"{100 * answer['stakes']:g}%"
    head = (
        "What runs use: the loss when another leaves, % of GDP a year at the central figures; in brackets the points of"
        f" the issue range that this is at stakes of {stakes}"
    )
    lines = paragraph(head, width)
    for party, losses in answer["losses"].items():
        parts = [f"{with_article(parties[other]['label'])} {_loss(loss)}" for other, loss in losses.items()]
        lines += paragraph(f"{parties[party]['label']}: {', '.join(parts)}", width, _MARGIN)
    return [*lines, *paragraph("A gain counts as no loss. Each trial draws border cost and elasticity anew.", width)]


def _loss(loss: Answer) -> str:
    return f"{100 * loss['share']:.2f} ({100 * loss['utility']:.0f})"


def _published(answer: Answer, width: int) -> list[str]:
    studies = [study for study in answer["published"] if study["unit"] != "thousand jobs"]
    if not studies:
        return []
    labels = [party["label"] for party in answer["parties"].values()]
    names = [f"{_authors(study['study'])} {study['published']}" for study in studies]
    wide = max(map(len, names)) + len(_MARGIN) + 1
    columns = [max(len(label), 6) + 2 for label in labels]
    head = "".join(f"{label:>{column}}" for label, column in zip(labels, columns, strict=True))
    lines = [f"{'Published estimates':{wide}}{head}".rstrip()]
    for kind, title in answer["studied"].items():
        rows = [(name, study) for name, study in zip(names, studies, strict=True) if study["counterfactual"] == kind]
        lines += paragraph(title, width) if rows else []
        for name, study in rows:
            lines += _study(name, study, wide, columns, width)
    differ = (
        "Concepts and horizons differ (--json has them): first years of banks are not the long run of the table above."
    )
    return [*lines, *paragraph(differ, width)]


def _study(name: str, study: Answer, wide: int, columns: Sequence[int], width: int) -> list[str]:
    values = ["" if value is None else f"{value:+g}" for value in study["values"].values()]
    numbers = f"{_cells(values, columns)}  {study['unit']}"
    label = _MARGIN + name
    if wide + len(numbers) <= width:
        return [f"{label:{wide}}{numbers}"]
    return [label, f"{'':{max(0, width - sum(columns) - _UNIT)}}{numbers}"]


def _authors(study: str) -> str:
    first, comma, _ = study.partition(",")
    return f"{first} and others" if comma else study


def _figures(answer: Answer, footing: Footing) -> str:
    counts = answer["figures"]
    unverified = f", {counts['unverified']} have no source at hand" if counts["unverified"] else ""
    return (
        f"{counts['sources']} figures come from sources, {counts['judgements']} are assumptions{unverified}"
        f" ({unbroken(f'sim sources {footing.scenario}')}). The border cost decides nearly all; no statute fixes it."
    )


def _cost(share: float) -> str:
    return f"{100 * share:g}%"


def _signed(value: float, digits: int = 2) -> str:
    text = f"{value:+.{digits}f}"
    return f"{0:.{digits}f}" if float(text) == 0.0 else text
