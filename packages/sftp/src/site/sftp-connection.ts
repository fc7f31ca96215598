import { connect } from "node:net";
import { type Clock, SpmError } from "@spm-ops/core";
import SftpClient from "ssh2-sftp-client";
import type { HostGate } from "./host-gate.js";
import { createHostKeyPolicy, type HostKeyPolicy } from "./host-key-policy.js";
import { toAnnounced } from "./sftp-announced.js";
import { type SftpCredentials, toCredentials } from "./sftp-credentials.js";
import { createSftpLink, type SftpLink } from "./sftp-link.js";
import { describeSftpSite, type SftpSettings } from "./sftp-options.js";

export interface SftpConnecting {
  readonly clock: Clock;
  /** What stands before the host. */
  readonly gate: HostGate;
  /** Ends the wait for the turn at the gate. */
  readonly signal?: AbortSignal | undefined;
}

/** Makes one connection to a server whose key is trusted; nothing about us is sent to another. */
export async function connectSftp(
  settings: SftpSettings,
  { clock, gate, signal }: SftpConnecting,
): Promise<SftpLink> {
  // Found out before the server hears of us.
  const parts = { hostKeyPolicy: createHostKeyPolicy(settings), credentials: await toCredentials(settings) };
  return gate.connect((leave) => connectOnce(settings, { ...parts, clock, gate, leave }), signal);
}

interface ConnectionParts {
  readonly hostKeyPolicy: HostKeyPolicy;
  readonly credentials: SftpCredentials;
  readonly clock: Clock;
  readonly gate: HostGate;
  /** To be called when the connection stands no more. */
  readonly leave: () => void;
}

async function connectOnce(settings: SftpSettings, parts: ConnectionParts): Promise<SftpLink> {
  const { hostKeyPolicy, clock, gate } = parts;
  const { host, port, user, timing } = settings;
  // Without it each piece of a transfer waits for the delayed acknowledgement of the piece before.
  const socket = connect({ host, port, noDelay: true });
  socket.once("close", parts.leave);
  const trouble: Trouble = {};
  const note = (error: unknown) => {
    trouble.error ??= error;
  };
  socket.on("error", note);
  const client = new SftpClient("", { error: note, end: ignore, close: ignore });
  client.on("error", note);
  const stop = new AbortController();
  const tooLate = clock.wait(timing.connectTimeoutMs, { signal: stop.signal }).then(() => {
    throw new SpmError("remote.unavailable", `It took longer than ${timing.connectTimeoutMs} ms.`, {
      operation: "connect",
    });
  });
  tooLate.catch(ignore);
  try {
    const connecting = client.connect({
      ...parts.credentials,
      sock: socket,
      username: user,
      hostVerifier: (key: Buffer) => {
        trouble.refused = hostKeyPolicy.refuse(key);
        return trouble.refused === undefined;
      },
      algorithms: { serverHostKey: hostKeyPolicy.algorithms },
      readyTimeout: 0,
      keepaliveInterval: timing.keepaliveMs,
      keepaliveCountMax: timing.keepaliveLimit,
    });
    const sftp = await Promise.race([connecting, tooLate]);
    return createSftpLink({
      sftp,
      socket,
      announced: toAnnounced(sftp),
      clock,
      operationTimeoutMs: timing.operationTimeoutMs,
      takeHandlePlace: gate.holdHandle,
      leave: () => void client.end().catch(ignore),
    });
  } catch (error) {
    socket.destroy();
    throw toConnectError(settings, trouble, error);
  } finally {
    stop.abort();
  }
}

const ignore = () => undefined;

/** What is learned while connecting; the client's own error keeps neither the level nor the key. */
interface Trouble {
  error?: unknown;
  /** Why the server's key is not trusted. */
  refused?: SpmError | undefined;
}

function toConnectError(settings: SftpSettings, { error, refused }: Trouble, failure: unknown): SpmError {
  if (refused !== undefined) return refused;
  const site = describeSftpSite(settings);
  const cause = error ?? failure;
  if (isAuthenticationFailure(cause)) {
    const what = "privateKey" in settings.authentication ? "key" : "password";
    return new SpmError(
      "auth.rejected",
      `${site} rejected the user or its ${what}.`,
      { status: undefined },
      { cause },
    );
  }
  const reason = cause instanceof Error ? cause.message : "the connection was closed";
  return new SpmError(
    "remote.unavailable",
    `${site} cannot be reached: ${reason}`,
    { operation: "connect" },
    { cause },
  );
}

function isAuthenticationFailure(error: unknown): boolean {
  return error instanceof Error && "level" in error && error.level === "client-authentication";
}
