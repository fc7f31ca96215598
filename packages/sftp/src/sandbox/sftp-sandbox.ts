import { createServer, type Server } from "node:net";
import { parseOptions } from "@spm-ops/core";
import { z } from "zod";
import { toFingerprint } from "../site/sftp-fingerprint.js";
import { generateHostKey } from "./key-pair.js";
import { createDoorkeeper, parseSandboxKey, type SandboxUser } from "./sandbox-authentication.js";
import { createSandboxFaults, type SandboxFaults } from "./sandbox-faults.js";
import { createSandboxReception } from "./sandbox-reception.js";

export interface SftpSandboxOptions {
  /** The folder of this machine that every user sees as `/`. */
  readonly root: string;
  readonly users: readonly SandboxUser[];
  /** @defaultValue a new key */
  readonly hostKey?: string | undefined;
  /** @defaultValue a free one */
  readonly port?: number | undefined;
}

/** A running server. It listens on this machine only. */
export interface SftpSandbox extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /** As OpenSSH prints it, for the `hostKeys` of a site. */
  readonly hostKeyFingerprint: string;
  readonly faults: SandboxFaults;
  /** How often somebody tried to authenticate. */
  readonly authenticationAttempts: number;
  /** How many connections were made. */
  readonly connections: number;
  /** How many files and folders clients hold open. */
  readonly openHandles: number;
  /** Drops every connection and stops listening. */
  close(): Promise<void>;
}

const HOST = "127.0.0.1";

const sftpSandboxOptions = z.strictObject({
  root: z.string().min(1),
  users: z.array(
    z.strictObject({
      name: z.string().min(1),
      password: z.string().min(1).optional(),
      oneTimeCode: z.string().min(1).optional(),
      publicKey: z.string().min(1).optional(),
    }),
  ),
  hostKey: z.string().min(1).optional(),
  port: z.number().int().min(0).max(65_535).default(0),
});

/**
 * Starts a real sFTP server in this process, over a folder, that behaves as OpenSSH's does: a rename refuses a taken
 * target, exclusive creation is honoured, long folders come in batches, requests are served one after the other.
 *
 * It announces no extensions, hence no `fsync@openssh.com`: the library under it sends a fixed version packet.
 * Links are served as links; one that leads out of the folder is refused.
 *
 * @example
 * await using sandbox = await startSftpSandbox({ root, users: [{ name: "ops", password: "only here" }] });
 * sandbox.faults.loseReplyAfter("RENAME");
 */
export async function startSftpSandbox(options: SftpSandboxOptions): Promise<SftpSandbox> {
  const settings = parseOptions(sftpSandboxOptions, options, "the options of the sFTP sandbox");
  const { root, users, hostKey = generateHostKey() } = settings;
  const hostKeyFingerprint = toFingerprint(parseSandboxKey(hostKey, "hostKey").getPublicSSH());
  const faults = createSandboxFaults();
  const reception = createSandboxReception({ root, hostKey, faults, admit: createDoorkeeper(users) });
  const listener = createServer({ noDelay: true }, reception.receive);
  const port = await listen(listener, settings.port);
  const close = async () => {
    const stopped = listener.listening ? new Promise((resolve) => listener.close(resolve)) : undefined;
    await reception.dismiss();
    await stopped;
  };

  return {
    host: HOST,
    port,
    hostKeyFingerprint,
    faults,
    get authenticationAttempts() {
      return reception.authenticationAttempts;
    },
    get connections() {
      return reception.connections;
    },
    get openHandles() {
      return reception.openHandles;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Resolves with the port that the listener got. */
async function listen(listener: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    listener.once("error", reject);
    listener.listen(port, HOST, resolve);
  });
  const address = listener.address();
  return typeof address === "object" && address !== null ? address.port : port;
}
