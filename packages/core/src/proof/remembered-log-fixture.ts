import type { LogEvent, StreamId } from "../log/event.js";
import type { Log } from "../log/log.js";

/** A log that nobody else writes, with its events at hand: a history reads each of them hundreds of times. */
export function rememberEvents(log: Log): Log {
  const known = new Map<string, LogEvent[]>();
  const keyOf = ({ kind, id }: StreamId) => JSON.stringify([kind, id]);
  const remember = (events: readonly LogEvent[]) => {
    for (const event of events) {
      const key = keyOf(event.stream);
      known.set(key, [...(known.get(key) ?? []), event]);
    }
  };
  return {
    ...log,
    async append(stream, append) {
      const events = await log.append(stream, append);
      remember(events);
      return events;
    },
    async appendAll(writes) {
      const events = await log.appendAll(writes);
      remember(events.flat());
      return events;
    },
    async appendClaiming(stream, append, request) {
      const claimed = await log.appendClaiming(stream, append, request);
      remember(claimed.events);
      return claimed;
    },
    read: async (stream, { afterSeq = 0 } = {}) => known.get(keyOf(stream))?.slice(afterSeq) ?? [],
  };
}
