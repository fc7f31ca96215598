import { type CrashPlace, DELIVERED_NEXT, INBOX, PARTIAL, RESERVED, STRANGERS } from "./crash-place.js";

/** What lies there before the move, and what the customer does while the line is down. */
export interface CrashScenario {
  readonly title: string;
  readonly before: (place: CrashPlace) => Promise<void>;
  readonly meanwhile: (place: CrashPlace) => Promise<void>;
  /** What has the reserved name before us and has to stay. */
  readonly stays?: string | undefined;
  /** When the customer puts other content under the name of the first delivery. */
  readonly redelivers?: "before" | "meanwhile" | undefined;
}

const nothing = async () => undefined;
const redeliver = (place: CrashPlace) => place.put(INBOX, DELIVERED_NEXT);
const occupy = (text: string) => (place: CrashPlace) => place.put(RESERVED, text);

/** What happens to deliveries everywhere. */
export const CRASH_SCENARIOS: readonly CrashScenario[] = [
  { title: "nothing in the way", before: nothing, meanwhile: nothing },
  {
    title: "the customer delivers the same name during the outage",
    before: nothing,
    meanwhile: redeliver,
    redelivers: "meanwhile",
  },
  { title: "the target name is taken", before: occupy(STRANGERS), meanwhile: nothing, stays: STRANGERS },
  { title: "half a link", before: (place) => place.linkBoth(INBOX, RESERVED), meanwhile: nothing },
  { title: "a partial copy", before: occupy(PARTIAL), meanwhile: nothing, stays: PARTIAL },
];

/** What has to be brought from the local copy. */
export const LOST_SOURCES: readonly CrashScenario[] = [
  {
    title: "the source was replaced before the move",
    before: redeliver,
    meanwhile: nothing,
    redelivers: "before",
  },
  {
    title: "the source vanished before the move",
    before: (place) => place.take(INBOX),
    meanwhile: nothing,
  },
];

/** What a claim makes different: whatever the customer does meanwhile is no danger any more. */
export const CLAIM_SCENARIOS: readonly CrashScenario[] = CRASH_SCENARIOS.filter(
  ({ redelivers }) => redelivers !== undefined,
);
