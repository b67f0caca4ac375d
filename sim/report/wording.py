"""What endings, paths and drawn figures are called in a table and in a sentence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sim.report.glossary import term_of_key
from sim.report.rounding import day

# English puts an article before names such as United States, European Union, Netherlands.
_WITH_ARTICLE = re.compile(r"(United |European ).*|.*(States|Union|Kingdom|Netherlands|Republic|Commission)")
# Where the glossary's word for a key would say too little in a sentence.
_KEYS = {
    "strategy.time-dependent.beta": "how long it holds out",
    "strategy.tit-for-tat.proportion": "how far it answers in proportion",
    "strategy.sealed-bid.intercept": "what it bids whatever its floor",
    "strategy.sealed-bid.slope": "how far its bid follows its floor",
    "strategy.zeuthen.step": "how much it gives at a time",
    "strategy.fixed-rates.quiet": "how often it comes round",
    "strategy.fixed-rates.threat": "how often it comes round under a threat",
    "strategy.fixed-rates.notice": "how often it comes round while a notice runs",
    "strategy.fixed-chances.quiet": "chance that it comes round",
    "strategy.fixed-chances.threat": "chance that it comes round under a threat",
    "strategy.fixed-chances.notice": "chance that it comes round while a notice runs",
    "strategy.fixed-chances.last": "chance that it comes round just before a notice takes effect",
    "strategy.war-of-attrition.rate": "how often it gives in",
    "strategy.war-of-attrition.obstinate": "chance that it never gives in",
    "strategy.war-of-attrition.audience_cost": "how fast the cost of giving in grows",
    "strategy.war-of-attrition.private_value": "how long the prize is worth holding out for",
    "support.breaks_off": "support at which it breaks off",
    "threat.bayes-logit.cost.threat": "cost of making a threat",
    "threat.bayes-logit.cost.notice": "cost of giving notice",
    "threat.bayes-logit.demand": "size of the demand behind a threat",
    "threat.bayes-logit.ultimatum": "days given by an ultimatum",
    "audience_costs.threat": "cost of backing down from a threat",
    "audience_costs.notice": "cost of taking back a notice",
    "resolve.prior": "chance of being resolute",
    "resolve.exit_gain.resolute": "gain from leaving, if resolute",
    "resolve.exit_gain.bluffer": "gain from leaving, if bluffing",
    "ratification.hurdle": "hurdle at ratification",
    "ratification.noise": "uncertainty of the vote",
    "pact.stakes": "stakes",
    "hurdle": "hurdle at ratification",
    "support": "support for the pact",
    "exit_gain": "gain from leaving",
    "lapse": "chance that a side deal cuts links",
    "outsider_lapse": "chance that a side deal cuts the outsider's links, as it sees it",
    "accession": "days to join a side deal",
}
_DEALS = {
    "direct": "without a threat",
    "after_threat": "after a threat",
    "after_notice": "after a notice",
    "via_side_deal": "by a side deal first",
}


@dataclass(frozen=True)
class Words:
    """A name for a row of a table, and the same thing inside a sentence."""

    label: str
    phrase: str


def ending_words(name: str, parties: int, last_day: str) -> Words:
    """Return what an ending is called; `last_day` is the scenario's last, as YYYY-MM-DD."""
    if name == "full_deal":
        every = "" if parties == 2 else f" of all {parties} parties"
        return Words(f"Deal{every}", f"a deal{every}")
    some = "two" if parties == 3 else "some"
    return {
        "trilateral": Words("Three-party deal", "a three-party deal"),
        "bilateral": Words(f"Deal of {some} parties only", f"a deal of {some} parties only"),
        "withdrawal": Words("A party leaves the pact", "a withdrawal from the pact"),
        "lapsed": Words("Talks lapse, pact stays", "talks that lapse while the pact stays"),
        "ratification_failed": Words("Deal signed, then voted down", "a deal that is signed and then voted down"),
        "extended": Words(f"Still talking on {day(last_day)}", f"talks that still go on on {day(last_day)}"),
        "notice_pending": Words(f"Notice running on {day(last_day)}", f"a notice that still runs on {day(last_day)}"),
    }[name]


def path_label(name: str, labels: Mapping[str, str], ending_label: str) -> str:
    """Return what a leaf of the tree of outcomes is called; `labels` are those of the parties."""
    if name in _DEALS:
        return _DEALS[name]
    party = name.removeprefix("withdrawal_by_")
    return f"by {with_article(labels[party])}" if party != name else ending_label


def with_article(label: str) -> str:
    """Return `the United States` for a name that English gives an article, else the name."""
    return f"the {label}" if _WITH_ARTICLE.fullmatch(label) else label


def figure_label(path: str, parties: Mapping[str, str]) -> str:
    """Return what a figure is called that is no dial: words for its key, and whose it is."""
    path = path.replace(".threat.semi-separating.", ".threat.bayes-logit.")  # its keys are the same, but for the noise
    steps = path.split(".")
    if steps[0] == "parties" and len(steps) > 2:
        return f"{_key_words(path, '.'.join(steps[2:]))} ({parties.get(steps[1], steps[1])})"
    named = re.search(r"\[([^\]]*[^\]\d][^\]]*)\]", path)
    whose = parties.get(steps[-1], "") or (named[1] if named else "")
    words = term_of_key(path) if steps[-1] in parties else _key_words(path, steps[-1])
    return f"{words} ({whose})" if whose else words


def inside_sentence(label: str, names: Mapping[str, str]) -> str:
    """Return a label with a small first letter, unless it begins with a name or an abbreviation."""
    first = label.partition(" ")[0].rstrip(":,")
    is_name = any(first in name.split() for name in names.values())
    return label if is_name or not first[1:].islower() else label[0].lower() + label[1:]


def _key_words(path: str, key: str) -> str:
    return _KEYS.get(key) or term_of_key(path)
