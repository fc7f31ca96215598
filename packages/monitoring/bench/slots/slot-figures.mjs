const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Fixed graces, as those who wait for a ping have them. */
const GRACES_MINUTES = [5, 15, 60];
const round = (figure, digits) => (figure === undefined ? undefined : Number(figure.toFixed(digits)));
const aThousand = (part, whole) => round((1_000 * part) / whole, 2);

/**
 * What was told of the slots of a season beside what truly became of them, as counts.
 *
 * @param {{ truths: readonly object[], runs: readonly object[], fromMs: number, toMs: number, downtimes: readonly object[] }} season
 * @param {readonly object[]} heard all symptoms, in the order in which they were told
 */
export function toSlotFigures({ truths, runs, fromMs, toMs, downtimes }, heard) {
  const own = truths.filter(({ slot }) => slot.instantMs >= fromMs && slot.instantMs < toMs);
  const raised = heard.filter(({ state }) => state === "raised");
  const told = new Set(raised.map(({ key, kind }) => `${key} ${kind}`));
  const isToldAs = (kind) => (truth) => told.has(`slot:${truth.slot.id} ${kind}`);
  const usual = own.filter(({ cause }) => cause === undefined);
  const falselyLate = usual.filter(isToldAs("late"));
  const missed = own.filter(({ isMissed }) => isMissed);
  // What nobody can tell from outside: a run that names no slot began late, in the window of a slot that had none.
  const certain = missed.filter((truth) => !isFilledByAnother(truth, runs));
  const late = own.filter(
    (truth) => truth.cause?.startsWith("late:") && isWatched(truth.slot.instantMs, downtimes),
  );
  return {
    ...{ slots: own.length, usual: usual.length, falselyLate: falselyLate.length },
    falselyLateByLateNews: falselyLate.filter((truth) => wasInTime(truth, raised)).length,
    falselyLateOnTheFirstDay: falselyLate.filter(({ slot }) => slot.instantMs < fromMs + DAY_MS).length,
    falselyMissed: usual.filter(isToldAs("missed")).length,
    falselyUnexpected: countFalselyUnexpected(raised, { truths, runs }),
    falselyOverlapping: countFalselyOverlapping(raised, runs),
    ...{ missed: missed.length, missedFilledByAnother: missed.length - certain.length },
    missedLost: certain.filter((truth) => missedTellings(truth, raised).size === 0).length,
    missedDoubled: missed.filter((truth) => missedTellings(truth, raised).size > 1).length,
    late: late.length,
    lateTold: late.filter((truth) => isToldAs("late")(truth) || isToldAs("missed")(truth)).length,
    graces: GRACES_MINUTES.map((minutes) => toGrace(minutes, { usual, late })),
  };
}

function isWatched(instantMs, downtimes) {
  return !downtimes.some(({ fromMs, toMs }) => instantMs + 90 * MINUTE_MS > fromMs && instantMs < toMs);
}

/** The run had begun by the limit, and the news of it had not come in when the monitor looked. */
function wasInTime({ slot, run }, raised) {
  const late = raised.find(({ key, kind }) => key === `slot:${slot.id}` && kind === "late");
  return run.startedMs <= late.at;
}

function isFilledByAnother({ slot: { operation, instantMs }, run }, runs) {
  return runs.some(
    ({ operation: { id }, run: { runId, trigger, slotId, startedMs } }) =>
      id === operation.id &&
      runId !== run?.runId &&
      trigger === "automatic" &&
      slotId === undefined &&
      startedMs >= instantMs - 5 * MINUTE_MS &&
      startedMs <= instantMs + 60 * MINUTE_MS,
  );
}

/** The counts of some seasons together, with false alarms a 1,000 slots of which nothing was wrong. */
export function toSlotRates(figures) {
  const { graces, ...counted } = figures[0];
  const add = (pick) => figures.reduce((total, each) => total + pick(each), 0);
  const counts = Object.fromEntries(Object.keys(counted).map((name) => [name, add((each) => each[name])]));
  return {
    ...counts,
    falseLateAThousand: aThousand(counts.falselyLate, counts.usual),
    falseMissedAThousand: aThousand(counts.falselyMissed, counts.usual),
    fixedGraces: graces.map((_, at) => ({
      minutes: GRACES_MINUTES[at],
      falseLateAThousand: aThousand(
        add((each) => each.graces[at].falselyLate),
        counts.usual,
      ),
      lateTold: add((each) => each.graces[at].lateTold),
    })),
  };
}

/** Under which keys and moments it was told that a slot was missed: on its own, or among those of a gap. */
function missedTellings({ slot }, raised) {
  const name = `${slot.operation.id} for ${slot.nominal} (${slot.zone})`;
  const isOf = ({ key, explanation }) =>
    key === `slot:${slot.id}` || (key.startsWith("missed-in-gap:") && explanation.includes(name));
  const tellings = raised.filter((symptom) => symptom.kind === "missed" && isOf(symptom));
  return new Set(tellings.map(({ key, at }) => `${key} ${at}`));
}

/** Runs of slots that are said to belong to none, although nothing had gone wrong with them nor with those before. */
function countFalselyUnexpected(raised, { truths, runs }) {
  const ofSlots = truths.filter(({ run }) => run !== undefined);
  const causes = new Map(
    ofSlots.map((truth) => [
      truth.run.runId,
      truth.cause ?? (isFilledByAnother(truth, runs) ? "another run" : undefined),
    ]),
  );
  const keys = raised.filter(
    ({ key, runId }) => key.startsWith("unexpected:") && causes.get(runId) === undefined,
  );
  return new Set(keys.map(({ key }) => key)).size;
}

/** Runs that are said to have met another, and have not. */
function countFalselyOverlapping(raised, runs) {
  const meetsNone = ({ subject, runId }) => {
    const own = runs.filter(({ operation }) => operation.id === subject).map(({ run }) => run);
    const told = own.find((run) => run.runId === runId);
    return !own.some(
      (run) => run !== told && run.startedMs <= told.finishedMs && run.finishedMs >= told.startedMs,
    );
  };
  const keys = raised.filter((symptom) => symptom.key.startsWith("overlapping:") && meetsNone(symptom));
  return new Set(keys.map(({ key }) => key)).size;
}

function toGrace(minutes, { usual, late }) {
  const isTold = ({ slot, run }) => run.startedMs > slot.instantMs + minutes * MINUTE_MS;
  return { falselyLate: usual.filter(isTold).length, lateTold: late.filter(isTold).length };
}
