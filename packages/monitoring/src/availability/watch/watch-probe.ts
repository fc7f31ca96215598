import { tellingName } from "../../incident/spell.js";
import type { Symptom } from "../../incident/symptom.js";
import type { Maintenance } from "../calendar/maintenance.js";
import { ALWAYS, type ServiceCalendar } from "../calendar/service-calendar.js";
import type { Look, Probe } from "../probe/probe.js";
import { weighLook } from "../standing/standing.js";
import type { ParsedStandingPolicy } from "../standing/standing-policy.js";
import type { AvailabilityStore, ProbeMemory, Recording } from "./availability-store.js";
import { inTime, isWorthKeeping, recordLooks } from "./record-looks.js";

/** A probe, and what its looks are about. */
export interface WatchedProbe {
  readonly probe: Probe;
  /** The environment as the guide names it. */
  readonly environment?: string | undefined;
  /** @defaultValue day and night */
  readonly service?: ServiceCalendar | undefined;
  /** Asked at each look, so that windows may be announced and changed at any time. @defaultValue none */
  readonly maintenance?: (() => readonly Maintenance[] | Promise<readonly Maintenance[]>) | undefined;
}

/** What the looks at all probes share. */
export interface WatchServices {
  readonly store: AvailabilityStore;
  readonly reference?: Probe | undefined;
  readonly policy: ParsedStandingPolicy;
  /** How long times that were watched may wait before they are kept. */
  readonly heartbeatMs: number;
  onSymptom(symptom: Symptom): Promise<void> | void;
}

/** Makes the looks at one probe, each of which is folded, kept as far as needed, and told. Not to be called twice at once. */
export function createProbeWatch(watched: WatchedProbe, services: WatchServices) {
  const { probe, environment, service = ALWAYS } = watched;
  const { store, policy, heartbeatMs, onSymptom } = services;
  const subject = { probeId: probe.id, title: probe.title, environment };
  let memory: ProbeMemory | undefined;
  /** Those that are not kept, because nothing rests on them yet or because they could not be. */
  let looks: readonly Look[] = [];
  let known: ReadonlySet<string> = new Set();

  const keep = async (isDue: (recording: Recording) => boolean) => {
    const maintenance = (await watched.maintenance?.()) ?? [];
    memory ??= await store.open(probe.id);
    const recording = await memory.record((before) => {
      const made = recordLooks(before, looks, { subject, policy, service, maintenance });
      return made !== undefined && isDue(made) ? made : undefined;
    });
    const { remembered } = memory;
    looks = recording === undefined ? inTime(looks, remembered) : [];
    return { memory, own: recording?.news ?? [] };
  };

  /** Tells what this watch has kept, and what another has left untold since the look before. */
  const tell = async ({ memory, own }: Awaited<ReturnType<typeof keep>>, signal: AbortSignal) => {
    const untold = memory.untold;
    const names = untold.map(tellingName);
    const due = new Set([...known, ...own.map(tellingName)]);
    known = new Set(names);
    // What came before is told before, whoever kept it.
    const count = names.findLastIndex((name) => due.has(name)) + 1;
    for (const symptom of untold.slice(0, count)) {
      signal.throwIfAborted();
      await onSymptom(symptom);
      await memory.confirm(symptom);
    }
  };
  return {
    async look(signal: AbortSignal): Promise<void> {
      signal.throwIfAborted();
      const seen = await probe.look({ signal });
      const reference = seen.state === "down" ? await services.reference?.look({ signal }) : undefined;
      looks = [...looks, weighLook(seen, reference)];
      await tell(await keep((recording) => isWorthKeeping(recording, heartbeatMs)), signal);
    },
    /** Keeps what waits. */
    async keep(): Promise<void> {
      if (looks.length > 0) await keep(() => true);
    },
  };
}
