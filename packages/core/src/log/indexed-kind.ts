import type { LogEvent } from "./event.js";
import type { StreamIndex } from "./log.js";
import { foldStream } from "./stream.js";
import type { EventSchemas, StreamKind } from "./stream-kind.js";

/** A kind of which only the index of its streams is asked for, whatever its events and states are. */
export interface IndexedKind {
  readonly name: string;
  /** The index of a stream by its events. @throws SpmError `log.damaged` for events of another kind */
  indexOf(events: readonly LogEvent[]): StreamIndex;
}

/** Lets the index of a kind's streams be worked out anew from their events. */
export function toIndexedKind<Schemas extends EventSchemas, State>(
  kind: StreamKind<Schemas, State>,
): IndexedKind {
  return {
    name: kind.name,
    indexOf(events) {
      const state = foldStream(kind, events);
      if (state === undefined) throw new TypeError(`a stream of ${kind.name} has events`);
      return kind.index(state);
    },
  };
}
