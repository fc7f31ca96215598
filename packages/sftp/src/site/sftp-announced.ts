import type { SFTPWrapper } from "ssh2";
import { z } from "zod";

/** What a server said of itself when the session began. */
export interface SftpAnnounced {
  /** The name and version of its software; empty where it is not known. */
  readonly server: string;
  /** The names of its extensions. */
  readonly extensions: readonly string[];
  /** Whether it brings a file onto its disk when asked to (`fsync@openssh.com`). */
  readonly hasFsync: boolean;
  /** How many files and folders one connection may hold open, where it says so. */
  readonly mostHandles: number | undefined;
  /** How many bytes of a file fit in one request. */
  readonly requestBytes: number;
}

/** What fits in one packet of every server: 34,000 bytes are the least that the protocol asks for. */
const SMALL_REQUEST_BYTES = 31 * 1024;

/**
 * What fits in a packet of 256 KiB. That is what servers take that tell their limits: OpenSSH since 8.5 (PROTOCOL,
 * section 4.8). Longer requests are cut by the protocol's client below.
 */
const LARGE_REQUEST_BYTES = 254 * 1024;

const softwareOfClient = z.object({ _remoteVer: z.string() });
/** Without an end where the server says that it sets none. */
const handles = z.number().int().positive();
const extensionVersions = z.record(z.string(), z.string());

/** Reads the announcement. The client keeps it to itself, and offers no other way to ask. */
export function toAnnounced(sftp: SFTPWrapper): SftpAnnounced {
  const versions = extensionVersions.safeParse(Reflect.get(sftp, "_extensions")).data ?? {};
  return {
    server: softwareOfClient.safeParse(Reflect.get(sftp, "_client")).data?._remoteVer ?? "",
    extensions: Object.keys(versions).sort(),
    hasFsync: versions["fsync@openssh.com"] === "1",
    mostHandles: handles.safeParse(Reflect.get(sftp, "maxOpenHandles")).data,
    requestBytes: "limits@openssh.com" in versions ? LARGE_REQUEST_BYTES : SMALL_REQUEST_BYTES,
  };
}
