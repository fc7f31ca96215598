import { type RunState, toStepSubject } from "@spm-ops/core";
import type { Expectations } from "../expectation/expectations.js";
import { type Figure, toSeriesKey } from "../expectation/figure.js";
import { toFigureSymptom } from "../expectation/figure-symptom.js";
import { figuresOfRun, type RunReading } from "../expectation/figures-of-run.js";
import type { ExplainedJudgement } from "../expectation/judgement/explained-judgement.js";
import type { Incident } from "../incident/incident.js";
import type { Symptom } from "../incident/symptom.js";
import { withoutExplained } from "./explained-symptoms.js";
import { createFigureRecovery, type FigureRecoverySnapshot } from "./figure-recovery.js";
import { setAlarms, toAlarmSymptom } from "./run-alarms.js";
import { createRunAnswers, type RunAnswersSnapshot } from "./run-answers.js";
import type { OddFigure } from "./run-monitor-options.js";
import type { ToldOfRuns } from "./run-tellings.js";
import type { SeenRun } from "./run-trouble.js";
import { createWatchedRuns, type WatchedRunsSnapshot } from "./watched-runs.js";

/** By what figures of runs are judged. */
export interface RunJudgingOptions {
  readonly expectations: Expectations;
  readonly reading: RunReading;
  readonly isWatched: (figure: Figure, run: RunState) => boolean;
  readonly isTold: (odd: OddFigure) => boolean;
  readonly onJudged: (judgement: ExplainedJudgement, run: RunState) => void;
}

/** Judges the figures of runs as they end, each once, and knows when those that are under way should have ended. */
export interface RunJudging {
  /** Judges what is new of a run, and sets the alarms of what it has under way. */
  see(seen: SeenRun, told: ToldOfRuns, lateness?: Figure): readonly Symptom[];
  takeAnswers(incident: Incident): void;
  /** Runs that have not ended, as they were seen last, and what of them should have ended by now. */
  underWay(nowMs: number): readonly UnderWayRun[];
  /** Those that had not ended when the snapshot was taken, and were not seen since. */
  unseenRuns(): readonly string[];
  /** Nobody will read a run for the first time that ended before. */
  forgetBefore(ms: number): void;
  snapshot(): RunJudgingSnapshot;
}

interface UnderWayRun {
  readonly seen: SeenRun;
  readonly overdue: readonly Symptom[];
}

export interface RunJudgingSnapshot {
  readonly runs: WatchedRunsSnapshot;
  readonly answers: RunAnswersSnapshot;
  readonly recovery: FigureRecoverySnapshot;
}

/** Creates a judging that has seen no run, or goes on where a snapshot was taken. */
export function createRunJudging(options: RunJudgingOptions, snapshot?: RunJudgingSnapshot): RunJudging {
  const { expectations, reading, isWatched, isTold, onJudged } = options;
  const runs = createWatchedRuns(snapshot?.runs);
  const answers = createRunAnswers(expectations, snapshot?.answers);
  const recovery = createFigureRecovery(snapshot?.recovery);

  const judge = (figure: Figure, { run, at, told }: Judging): readonly Symptom[] => {
    const judgement = expectations.take(figure);
    if (judgement === undefined) return [];
    answers.judged(judgement);
    onJudged(judgement, run);
    const isOwn = judgement.measure !== "latenessMs" && isTold(judgement);
    const symptom = isOwn ? toFigureSymptom(judgement, { at }) : undefined;
    return [...recovery.see(judgement, at, told), ...(symptom === undefined ? [] : [symptom])];
  };

  return {
    see(seen, told, lateness) {
      const { run } = seen;
      const before = runs.judgedOf(seen);
      if (before === "all") return [];
      const ended = endsOf(seen);
      const figures = [...(lateness === undefined ? [] : [lateness]), ...figuresOfRun(run, reading)];
      const news = figures
        .filter((figure) => !before.has(toSeriesKey(figure)) && isWatched(figure, run))
        .map((figure) => ({ figure, at: ended.get(figure.subject) ?? seen.changedMs }));
      const symptoms = news.flatMap(({ figure, at }) => judge(figure, { run, at, told }));
      const judged = new Set([...before, ...news.map(({ figure }) => toSeriesKey(figure))]);
      const known = runs.find(run.runId)?.alarms ?? new Map();
      runs.keep({ seen, judged, alarms: setAlarms(known, run, { expectations, reading }) });
      return withoutExplained(symptoms, told);
    },
    takeAnswers(incident) {
      answers.take(incident, (answer) => {
        const run = runs.find(answer.runId);
        return run === undefined || run.judged.has(toSeriesKey(answer));
      });
    },
    underWay: (nowMs) =>
      [...runs.open()].map(({ seen, alarms }) => ({
        seen,
        overdue: [...alarms.values()]
          .filter(({ atMs, subject, runId }) => {
            const odd = { subject, runId, measure: "durationMs", verdict: "too-high" } as const;
            return atMs <= nowMs && isTold(odd);
          })
          .flatMap((alarm) => toAlarmSymptom(alarm) ?? []),
      })),
    unseenRuns: runs.unseen,
    forgetBefore: runs.forgetBefore,
    snapshot: () => ({
      runs: runs.snapshot(),
      answers: answers.snapshot(),
      recovery: recovery.snapshot(),
    }),
  };
}

interface Judging {
  readonly run: RunState;
  /** When the figure was complete. */
  readonly at: number;
  readonly told: ToldOfRuns;
}

/** When the run and its steps ended, by subject. */
function endsOf({ run, changedMs }: SeenRun): ReadonlyMap<string, number> {
  return new Map([
    [run.procedureId, run.finishedAt ?? changedMs],
    ...run.steps.map(
      ({ stepId, finishedAt }) => [toStepSubject(run.procedureId, stepId), finishedAt ?? changedMs] as const,
    ),
  ]);
}
