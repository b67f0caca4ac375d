"""Play a run part by part, each kept before the next counts, and go on where an earlier call was interrupted."""

from __future__ import annotations

from sim.engine.crew import Count, Crew
from sim.engine.files import swept
from sim.engine.parts import Job, kept_parts
from sim.engine.progress import Progress
from sim.engine.summary import Summary


def play_durably(job: Job, crew: Crew, shown: Progress | None = None) -> tuple[Summary, int]:
    """Play the parts that are not kept yet; return the summary of all trials, and how many were kept before.

    `shown` hears how many trials are done, and how often each ending came. The files of the run then lie in
    `job.whole`; `sim.engine.parts.finish` gives them their final name. The caller holds the claim to the run's folder.

    Raise SimError where a part cannot be played or kept, KeyboardInterrupt when interrupted: finished parts stay kept.
    """
    count = Count(job, shown)
    whole: Summary | None = None
    left = {part.number: part for part in job.parts}
    before = 0
    for part, found in kept_parts(job):
        whole = found if whole is None else whole + found
        before += part.count
        count.add(found)
        del left[part.number]
    for _, found in crew.results(job, list(left.values()), count):
        whole = found if whole is None else whole + found
    swept(job.working)  # what a worker had under its pen when it died
    count.show()
    assert whole is not None
    return whole, before
