import { connect } from "node:net";
import { type Clock, SpmError } from "@spm-ops/core";
import SftpClient from "ssh2-sftp-client";
import { toAnnounced } from "./sftp-announced.js";
import { toCredentials } from "./sftp-credentials.js";
import { toFingerprint } from "./sftp-fingerprint.js";
import { createSftpLink, type SftpLink } from "./sftp-link.js";
import { describeSftpSite, type SftpSettings } from "./sftp-options.js";

/** Makes one connection to a server whose key is pinned; nothing about us is sent to another. */
export async function connectSftp(settings: SftpSettings, clock: Clock): Promise<SftpLink> {
  const { host, port, user, hostKeys, timing } = settings;
  const credentials = await toCredentials(settings);
  // Without it each piece of a transfer waits for the delayed acknowledgement of the piece before.
  const socket = connect({ host, port, noDelay: true });
  const trouble: Trouble = {};
  const note = (error: unknown) => {
    trouble.error ??= error;
  };
  socket.on("error", note);
  const ignore = () => undefined;
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
      ...credentials,
      sock: socket,
      username: user,
      hostVerifier: (key: Buffer) => {
        trouble.hostKey = toFingerprint(key);
        return hostKeys.includes(trouble.hostKey);
      },
      readyTimeout: 0,
      keepaliveInterval: timing.keepaliveMs,
      keepaliveCountMax: timing.keepaliveLimit,
    });
    const sftp = await Promise.race([connecting, tooLate]);
    const leave = () => void client.end().catch(ignore);
    const { operationTimeoutMs } = timing;
    return createSftpLink({ sftp, socket, announced: toAnnounced(sftp), clock, operationTimeoutMs, leave });
  } catch (error) {
    socket.destroy();
    throw toConnectError(settings, trouble, error);
  } finally {
    stop.abort();
  }
}

/** What is learned while connecting; the client's own error keeps neither the level nor the key. */
interface Trouble {
  error?: unknown;
  hostKey?: string;
}

function toConnectError(settings: SftpSettings, { error, hostKey }: Trouble, failure: unknown): SpmError {
  const site = describeSftpSite(settings);
  const cause = error ?? failure;
  if (hostKey !== undefined && !settings.hostKeys.includes(hostKey)) {
    return new SpmError(
      "host-key.mismatch",
      `${site} showed the host key ${hostKey}, expected is ${settings.hostKeys.join(" or ")}. ` +
        "Nothing was sent. Ask the owner of the server, by another way, whether its key changed.",
      { expected: settings.hostKeys, got: hostKey },
      { cause },
    );
  }
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
