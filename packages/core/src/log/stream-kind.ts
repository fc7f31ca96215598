import type { z } from "zod";
import { type JsonValue, toJsonValue } from "../json.js";
import { toIssues } from "../parse-options.js";
import { SpmError } from "../spm-error.js";
import { type LogEvent, streamName } from "./event.js";
import type { StreamIndex } from "./log.js";
import { presentData } from "./tombstone.js";

/** The events of a kind: what the data of each type looks like. */
export type EventSchemas = Readonly<Record<string, z.ZodType>>;

/** An event of a kind, typed by its type. */
export type EventOf<Schemas extends EventSchemas> = {
  [Type in keyof Schemas & string]: { readonly type: Type; readonly data: z.output<Schemas[Type]> };
}[keyof Schemas & string];

/** An event as a fold sees it: typed, with when and by whom. */
export type FoldedEvent<Schemas extends EventSchemas> = EventOf<Schemas> &
  Pick<LogEvent, "stream" | "seq" | "at" | "actor" | "epoch">;

/** A kind of stream: its events, the state that they add up to, and what lists show of it. */
export interface StreamKind<Schemas extends EventSchemas, State> {
  readonly name: string;
  readonly events: Schemas;
  /** The state after an event; `undefined` is the state before the first. Pure. */
  fold(state: State | undefined, event: FoldedEvent<Schemas>): State;
  /**
   * What lists show. It is asked before the events are kept: it cannot rest on the `at` and the `epoch` of the latest
   * ones, which only the log gives.
   */
  index(state: State): StreamIndex;
  /** The statuses after which nothing more comes: only such streams may expire. @defaultValue none: they never expire */
  readonly ended?: readonly string[] | undefined;
}

/** Declares a kind of stream. Any package may; the log needs to know nothing about it. */
export function defineStreamKind<const Schemas extends EventSchemas, State>(
  kind: StreamKind<Schemas, State>,
): StreamKind<Schemas, State> {
  return Object.freeze(kind);
}

/** Reads a kept event as one of its kind. @throws SpmError `log.damaged` when it is none, `log.expired` without data. */
export function readEvent<Schemas extends EventSchemas, State>(
  kind: StreamKind<Schemas, State>,
  event: LogEvent,
): FoldedEvent<Schemas> {
  const data = presentData(event);
  const schema = schemaOf(kind.events, event.type);
  const parsed = schema?.safeParse(data);
  if (parsed?.success !== true) {
    const why =
      parsed === undefined ? `of the unknown type ${event.type}` : toIssues(parsed.error).join("; ");
    throw new SpmError(
      "log.damaged",
      `Event ${event.seq} of ${streamName(event.stream)} is not readable: ${why}.`,
      {
        stream: streamName(event.stream),
        seq: event.seq,
      },
    );
  }
  // The schema of this very type has parsed the data, which is what the union says.
  return { ...event, data: parsed.data } as FoldedEvent<Schemas>;
}

/** The data of a new event as JSON, checked by the schema of its type. A wrong one is the programmer's misuse. */
export function writeEventData<Schemas extends EventSchemas, State>(
  kind: StreamKind<Schemas, State>,
  event: EventOf<Schemas>,
): JsonValue {
  const schema = schemaOf(kind.events, event.type);
  if (schema === undefined) throw new TypeError(`${kind.name} has no event ${event.type}`);
  return toJsonValue(schema.parse(event.data));
}

/** The schema of a type; a name that every object has, such as `toString`, is none. */
function schemaOf(events: EventSchemas, type: string): z.ZodType | undefined {
  return Object.hasOwn(events, type) ? events[type] : undefined;
}
