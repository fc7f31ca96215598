import { SpmError } from "../spm-error.js";
import { createFakeClock } from "../testing/fake-clock.js";
import type { EffectEvent } from "./effect-events.js";
import type { EffectJournal } from "./effect-journal.js";
import { type EffectState, foldEffect } from "./effect-state.js";
import { type EffectWork, performEffect } from "./perform-effect.js";

/** A journal in memory. */
export function createJournal(
  events: EffectEvent[] = [],
): EffectJournal & { readonly events: EffectEvent[] } {
  const fold = () =>
    events.reduce<EffectState | undefined>((state, event) => foldEffect(state, event, 1_000), undefined);
  return {
    effectId: "load",
    key: "run-1/load",
    events,
    get state() {
      return fold();
    },
    async append(event) {
      events.push(event);
      fold();
    },
  };
}

/** A first intent of a `once` effect, left by a crash. */
export const intent = {
  type: "effect.intended",
  data: { effectId: "load", attempt: 1, key: "run-1/load", contract: "once" },
} as const satisfies EffectEvent;
export const lost = () => new SpmError("remote.unknown", "The reply was lost.", { operation: "start" });
export const down = () => new SpmError("remote.unavailable", "Nobody answers.", { operation: "start" });

export function perform(
  work: Partial<EffectWork>,
  journal = createJournal(),
  signal = new AbortController().signal,
) {
  const whole: EffectWork = { contract: "repeatable", perform: async () => "done", ...work };
  return performEffect(whole, journal, { clock: createFakeClock(), signal });
}

export const types = ({ events }: { readonly events: readonly EffectEvent[] }) =>
  events.map(({ type }) => type);
