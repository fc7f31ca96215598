import { z } from "zod";
import { defineStreamKind } from "../log/stream-kind.js";

const runId = z.string();

/** The runs of a concurrency key that are under way or wait for their turn, in the order in which they came. */
export interface ConcurrencyState {
  readonly key: string;
  /** The first of them has the turn. */
  readonly runIds: readonly string[];
}

/** A concurrency key as a stream: which run has the turn, and which come after it. */
export const concurrencyKind = defineStreamKind({
  name: "concurrency",
  events: {
    "turn.joined": z.object({ runId }),
    "turn.left": z.object({ runId }),
  },
  fold: ({ runIds }: ConcurrencyState = { key: "", runIds: [] }, { type, data, stream }) => ({
    key: stream.id,
    runIds: [
      ...runIds.filter((each) => each !== data.runId),
      ...(type === "turn.joined" ? [data.runId] : []),
    ],
  }),
  index: ({ runIds, key }) => ({ status: runIds.length === 0 ? "free" : "busy", subject: key }),
});
