import { type Clock, systemClock } from "../../clock.js";
import type { Log } from "../../log/log.js";
import { createRedactor, type Redactor } from "../../redact.js";
import { SpmError } from "../../spm-error.js";
import type { Channel } from "./channel.js";

export interface OutboxOptions<Each extends Channel = Channel> {
  readonly log: Log;
  /** The ways out that this process has. Messages of other channels in the log are left to whoever has theirs. */
  readonly channels: readonly Each[];
  /** Who sends: shown beside a claim, kept with every event. */
  readonly worker: string;
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** Takes secrets out of all that is kept. @defaultValue one that knows no secret */
  readonly redactor?: Redactor | undefined;
  /** How long a worker that has died keeps a message from others. @defaultValue 15_000 */
  readonly leaseMs?: number | undefined;
}

/** What every call of an outbox needs, with the defaults in place. */
export interface OutboxServices {
  readonly log: Log;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly worker: string;
  readonly clock: Clock;
  readonly redactor: Redactor;
  readonly leaseMs: number;
}

/** The options with their defaults in place. @throws SpmError `config.invalid` when two channels have one name. */
export function toOutboxServices({ channels, ...options }: OutboxOptions): OutboxServices {
  const byName = new Map(channels.map((channel) => [channel.name, channel]));
  if (byName.size < channels.length) {
    const names = channels.map(({ name }) => name);
    const twice = names.filter((name, index) => names.indexOf(name) < index);
    const issues = twice.map((name) => `channels: ${name} is declared twice`);
    throw new SpmError("config.invalid", `The outbox cannot tell its channels apart: ${issues.join("; ")}.`, {
      issues,
    });
  }
  return {
    log: options.log,
    channels: byName,
    worker: options.worker,
    clock: options.clock ?? systemClock,
    redactor: options.redactor ?? createRedactor(),
    leaseMs: options.leaseMs ?? 15_000,
  };
}

/** A channel by its name. @throws SpmError `operation.unsupported` when this process does not have it. */
export function channelOf({ channels }: OutboxServices, name: string): Channel {
  const channel = channels.get(name);
  if (channel !== undefined) return channel;
  const known = [...channels.keys()].join(", ") || "none";
  throw new SpmError("operation.unsupported", `There is no channel ${name} here; there is ${known}.`, {
    operation: `send through ${name}`,
  });
}
