import { type Clock, isSpmError } from "@spm-ops/core";
import { createPlaces } from "./places.js";

/** Stands before one host. */
export interface HostGate {
  /**
   * Makes a connection when it is its turn, and not before a failed one has been rested from. `make` is told how to
   * give the place back, once the connection stands no more; one that is never made has given it back.
   */
  connect<Connection>(
    make: (leave: () => void) => Promise<Connection>,
    signal?: AbortSignal,
  ): Promise<Connection>;
  /** Takes the place of one open file or folder; what comes back gives it back. */
  holdHandle(signal?: AbortSignal): Promise<() => void>;
}

/** As `HostLimiterOptions`, with its defaults. */
export interface HostLimits {
  readonly mostConnections: number;
  readonly mostHandles: number;
  readonly patienceMs: number;
  readonly pauseMs: number;
  readonly refusedPauseMs: number;
  readonly longestPauseMs: number;
}

export interface HostGateCall {
  readonly clock: Clock;
  readonly random: () => number;
}

export function createHostGate(name: string, limits: HostLimits, { clock, random }: HostGateCall): HostGate {
  const { mostConnections, mostHandles, patienceMs } = limits;
  const placesFor = (most: number, what: string) =>
    createPlaces({ most, patienceMs, what: `${what} ${name}` }, clock);
  const connections = placesFor(mostConnections, "connections to");
  const attempts = placesFor(1, "attempts to connect to");
  const handles = placesFor(mostHandles, "files and folders open at");
  let failures = 0;
  let notBeforeMs = 0;

  const rest = (pauseMs: number) => {
    const doubled = pauseMs * 2 ** Math.min(failures, 30);
    failures += 1;
    notBeforeMs = clock.monotonic() + Math.min(doubled, limits.longestPauseMs) * (0.5 + random());
  };
  const attempt = async <Connection>(make: () => Promise<Connection>, signal?: AbortSignal) => {
    const leaveAttempt = await attempts.take(signal);
    try {
      const leftMs = notBeforeMs - clock.monotonic();
      if (leftMs > 0) await clock.wait(leftMs, { signal });
      const connection = await make();
      failures = 0;
      return connection;
    } catch (error) {
      if (isSpmError(error, "auth.rejected")) rest(limits.refusedPauseMs);
      else if (isSpmError(error, "remote.unavailable", "host-key.mismatch")) rest(limits.pauseMs);
      throw error;
    } finally {
      leaveAttempt();
    }
  };

  return {
    async connect(make, signal) {
      const leave = await connections.take(signal);
      try {
        return await attempt(() => make(leave), signal);
      } catch (error) {
        leave();
        throw error;
      }
    },
    holdHandle: (signal) => handles.take(signal),
  };
}
