import { defineStreamKind, foldStream, type LogEvent, runKind, type Volume } from "@spm-ops/core";

/**
 * How an attempt ended. `cut-off`: its worker was gone before it could say. `in-doubt`: nobody knows whether it
 * happened.
 */
type AttemptOutcome = "succeeded" | "refused" | "failed" | "in-doubt" | "cut-off";

/** One try at a step. Times are milliseconds since 1970, as the log tells them. */
export interface Attempt {
  readonly stepId: string;
  readonly number: number;
  readonly startedAt: number;
  /** Of one that was cut off: when that was noticed. */
  readonly endedAt: number;
  readonly outcome: AttemptOutcome;
  readonly failureCode?: string | undefined;
  readonly message?: string | undefined;
  readonly elapsedMs?: number | undefined;
  readonly volume?: Volume | undefined;
}

interface Begun {
  readonly stepId: string;
  readonly number: number;
  readonly startedAt: number;
}

interface Attempts {
  readonly begun: readonly Begun[];
  readonly ended: readonly Attempt[];
}

/** The stream of a run, of which only the attempts are kept: the state of a run knows no more than the latest. */
const attemptsKind = defineStreamKind<(typeof runKind)["events"], Attempts>({
  name: runKind.name,
  events: runKind.events,
  index: () => ({ status: "read", subject: "attempts" }),
  fold: (state = { begun: [], ended: [] }, { type, data, at }) => {
    switch (type) {
      case "effect.intended": {
        const cut = end(state, data.effectId, { endedAt: at, outcome: "cut-off" });
        const begun = { stepId: data.effectId, number: data.attempt, startedAt: at };
        return { ...cut, begun: [...cut.begun, begun] };
      }
      case "effect.succeeded": {
        const { refusal, elapsedMs, volume } = data;
        const outcome = refusal === undefined ? "succeeded" : "refused";
        return end(state, data.effectId, { endedAt: at, outcome, message: refusal, elapsedMs, volume });
      }
      case "effect.failed": {
        const { failure, elapsedMs, volume } = data;
        const why = { failureCode: failure.code, message: failure.message };
        return end(state, data.effectId, { endedAt: at, outcome: "failed", ...why, elapsedMs, volume });
      }
      case "effect.in-doubt":
        return end(state, data.effectId, { endedAt: at, outcome: "in-doubt", message: data.reason });
      case "run.finished":
        return state.begun.reduce(
          (cut, { stepId }) => end(cut, stepId, { endedAt: at, outcome: "cut-off" }),
          state,
        );
      default:
        return state;
    }
  },
});

function end(state: Attempts, stepId: string, ending: Omit<Attempt, keyof Begun>): Attempts {
  const begun = state.begun.find((each) => each.stepId === stepId);
  if (begun === undefined) return state;
  return {
    begun: state.begun.filter((each) => each !== begun),
    ended: [...state.ended, { ...begun, ...ending }],
  };
}

/** The attempts of a run that have ended, in the order in which they did. @throws SpmError `log.expired`, `log.damaged` */
export function attemptsOf(events: readonly LogEvent[]): readonly Attempt[] {
  return foldStream(attemptsKind, events)?.ended ?? [];
}
