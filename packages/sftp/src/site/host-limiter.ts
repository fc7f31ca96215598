import { randomInt } from "node:crypto";
import { type Clock, parseOptions, systemClock } from "@spm-ops/core";
import { z } from "zod";
import { createHostGate, type HostGate } from "./host-gate.js";

/** How much one host may have of us at once, whatever the number of sites that are opened to it. */
export interface HostLimiterOptions {
  /** Connections that stand at the same time. @defaultValue 4 */
  readonly mostConnections?: number | undefined;
  /** Files and folders that are held open at the same time. @defaultValue 16 */
  readonly mostHandles?: number | undefined;
  /** The longest wait for one of them, in milliseconds; then SpmError `remote.unavailable`. @defaultValue 60_000 */
  readonly patienceMs?: number | undefined;
  /**
   * The rest after a connection that failed, before the next one is tried, in milliseconds, give or take the half; it
   * doubles with each further failure. @defaultValue 1_000
   */
  readonly pauseMs?: number | undefined;
  /**
   * The same after a login that was refused. OpenSSH shuts out an address for 5 s a refused login and adds them up
   * (sshd_config(5), PerSourcePenalties), and with it everybody behind the same router. @defaultValue 10_000
   */
  readonly refusedPauseMs?: number | undefined;
  /** @defaultValue 60_000 */
  readonly longestPauseMs?: number | undefined;
}

/** Given to every site of a process, so that a host sees one well-behaved client. */
export interface HostLimiter {
  /** What stands before one host and port, the same for all who ask. */
  gateOf(host: string, port: number): HostGate;
}

export interface HostLimiterCall {
  /** @defaultValue the clock of this machine */
  readonly clock?: Clock | undefined;
  /** From 0 up to 1; spreads the rests, so that clients that failed together do not come back together. */
  readonly random?: (() => number) | undefined;
}

const milliseconds = z.number().int().min(0).max(3_600_000);

const hostLimiterOptions = z.strictObject({
  mostConnections: z.number().int().min(1).max(1_000).default(4),
  mostHandles: z.number().int().min(1).max(10_000).default(16),
  patienceMs: milliseconds.default(60_000),
  pauseMs: milliseconds.default(1_000),
  refusedPauseMs: milliseconds.default(10_000),
  longestPauseMs: milliseconds.default(60_000),
});

/**
 * Creates what holds back connections and open files, a host and port at a time.
 *
 * Connections are made one after the other: servers drop some of those that come at once (OpenSSH: MaxStartups). It
 * tries nothing again by itself; it makes whoever does so wait.
 *
 * @throws SpmError `config.invalid`
 * @example
 * const limiter = createHostLimiter({ mostConnections: 2 });
 * const gate = limiter.gateOf("sftp.client.example", 22);
 * const release = await gate.holdHandle();
 * release();
 */
export function createHostLimiter(
  options: HostLimiterOptions = {},
  { clock = systemClock, random = () => randomInt(1_000) / 1_000 }: HostLimiterCall = {},
): HostLimiter {
  const limits = parseOptions(hostLimiterOptions, options, "the options of the host limiter");
  const gates = new Map<string, HostGate>();
  return {
    gateOf(host, port) {
      const name = `${host.toLowerCase()}:${port}`;
      const gate = gates.get(name) ?? createHostGate(name, limits, { clock, random });
      gates.set(name, gate);
      return gate;
    },
  };
}
