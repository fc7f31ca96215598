import type { Socket } from "node:net";
import { type Clock, SpmError } from "@spm-ops/core";
import type { SFTPWrapper } from "ssh2";
import { createProgressWatch } from "./progress-watch.js";
import type { SftpAnnounced } from "./sftp-announced.js";
import { type SftpRequest, toSftpError, toUnanswered } from "./sftp-errors.js";

/** Where the answer to a request goes. */
type SftpAnswer<Value> = (error: Error | null | undefined, value: Value) => void;

/** The requests of one call on the site: they share a signal and a deadline of progress. */
export interface SftpCall {
  /** Sends a request; rejects when it is refused, when the link dies or stalls, and when the call is aborted. */
  ask<Value>(
    request: SftpRequest,
    send: (sftp: SFTPWrapper, answer: SftpAnswer<Value>) => void,
  ): Promise<Value>;
  /** Waits for the place of one open handle; what comes back gives it back. */
  takeHandlePlace(): Promise<() => void>;
  readonly ended: boolean;
  end(): void;
}

/** One connection. Once it is lost it stays lost. */
export interface SftpLink {
  readonly announced: SftpAnnounced;
  /** Whether the connection still stands. */
  readonly alive: boolean;
  /** Whether new calls may begin here: it stands, and nothing stalled on it. */
  readonly usable: boolean;
  begin(call?: {
    readonly signal?: AbortSignal | undefined;
    readonly timeoutMs?: number | undefined;
  }): SftpCall;
  close(): Promise<void>;
}

export interface SftpLinkParts {
  readonly sftp: SFTPWrapper;
  readonly socket: Socket;
  readonly announced: SftpAnnounced;
  readonly clock: Clock;
  readonly operationTimeoutMs: number;
  readonly takeHandlePlace: (signal?: AbortSignal) => Promise<() => void>;
  /** Says goodbye to the server. */
  readonly leave: () => void;
}

/** What makes a request's failure, told once it is known which request it is. */
type Failure = (request: SftpRequest) => unknown;

/** How long a server may take over a goodbye before the line is cut. */
const GOODBYE_MS = 1_000;

/** Watches over one connection, so that no call on it waits for ever. */
export function createSftpLink(parts: SftpLinkParts): SftpLink {
  const { sftp, socket, announced, clock, operationTimeoutMs, takeHandlePlace, leave } = parts;
  const calls = new Set<(failure: Failure) => void>();
  let lost: { readonly cause: unknown } | undefined;
  let retired = false;

  const die = (cause: unknown) => {
    if (lost !== undefined) return;
    lost = { cause };
    for (const fail of [...calls]) fail((request) => toUnanswered(request, cause));
    socket.destroy();
  };
  socket.once("close", () => die(undefined));
  socket.once("error", die);
  sftp.once("close", () => die(undefined));
  sftp.on("error", die);

  return {
    announced,
    get alive() {
      return lost === undefined;
    },
    get usable() {
      return lost === undefined && !retired;
    },
    begin({ signal, timeoutMs = operationTimeoutMs } = {}) {
      const call = createSftpCall({
        clock,
        timeoutMs,
        signal,
        takeHandlePlace,
        send: (request, action) => {
          if (lost !== undefined) throw toUnanswered({ ...request, changes: false }, lost.cause);
          gatherOneTurn(socket);
          action(sftp);
        },
        // Others may still be answered; the line is cut when the last of them has ended.
        onStall: () => {
          retired = true;
        },
        onEnd: () => {
          calls.delete(call.fail);
          if (retired && calls.size === 0) die(undefined);
        },
      });
      calls.add(call.fail);
      return call;
    },
    async close() {
      if (lost !== undefined) return;
      retired = true;
      const closed = new AbortController();
      socket.once("close", () => closed.abort());
      leave();
      await clock.wait(GOODBYE_MS, { signal: closed.signal }).catch(() => undefined);
      die(undefined);
    },
  };
}

/** The protocol below writes each packet in three parts; the line gets what one turn sends in one. */
function gatherOneTurn(socket: Socket): void {
  socket.cork();
  process.nextTick(() => socket.uncork());
}

interface SftpCallParts {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  readonly takeHandlePlace: (signal?: AbortSignal) => Promise<() => void>;
  /** Throws when there is no line any more. */
  readonly send: (request: SftpRequest, action: (sftp: SFTPWrapper) => void) => void;
  readonly onStall: () => void;
  readonly onEnd: () => void;
}

function createSftpCall(parts: SftpCallParts): SftpCall & { readonly fail: (failure: Failure) => void } {
  const { clock, timeoutMs, signal, send, onStall, onEnd } = parts;
  const waiting = new Set<(failure: Failure) => void>();
  const fail = (failure: Failure) => {
    for (const giveUp of [...waiting]) giveUp(failure);
  };
  const watch = createProgressWatch(clock, timeoutMs, () => {
    onStall();
    const cause = new SpmError("remote.unavailable", `The server was silent for ${timeoutMs} ms.`, {
      operation: "wait",
    });
    fail((request) => toUnanswered(request, cause));
  });
  const abort = () => fail(() => signal?.reason);
  signal?.addEventListener("abort", abort);
  let ended = false;

  return {
    fail,
    takeHandlePlace: () => parts.takeHandlePlace(signal),
    get ended() {
      return ended;
    },
    async ask<Value>(request: SftpRequest, action: (sftp: SFTPWrapper, answer: SftpAnswer<Value>) => void) {
      signal?.throwIfAborted();
      return new Promise<Value>((resolve, reject) => {
        const settle = (outcome: () => void) => {
          if (!waiting.delete(giveUp)) return;
          watch.answered();
          outcome();
        };
        const giveUp = (failure: Failure) => settle(() => reject(failure(request)));
        waiting.add(giveUp);
        watch.asked();
        const answer: SftpAnswer<Value> = (error, value) =>
          settle(() => (error == null ? resolve(value) : reject(toSftpError(request, error))));
        try {
          send(request, (sftp) => action(sftp, answer));
        } catch (error) {
          giveUp(() => error);
        }
      });
    },
    end() {
      if (ended) return;
      ended = true;
      watch.stop();
      signal?.removeEventListener("abort", abort);
      onEnd();
    },
  };
}
