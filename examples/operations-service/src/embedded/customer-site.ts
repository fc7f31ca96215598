import { readFile } from "node:fs/promises";
import type { FileSite, SecretReader } from "@spm-ops/core";
import { openSftpSite } from "@spm-ops/sftp";
import { type SftpSandbox, startSftpSandbox } from "@spm-ops/sftp/sandbox";
import type { Folders } from "./folders.js";
import { once } from "./write-whole.js";

export const SITE_USER = "operations";

/** The customer's sFTP server, over a folder that outlives it, with the same key each time. */
export async function startCustomerSite(folders: Folders): Promise<SftpSandbox> {
  const password = await readFile(sitePasswordPath(folders), "utf8");
  const hostKey = await readFile(`${folders.secrets}/host-key`, "utf8");
  const server = await startSftpSandbox({
    root: folders.site,
    users: [{ name: SITE_USER, password }],
    hostKey,
  });
  await once(`${folders.secrets}/host-key-fingerprint`, () => server.hostKeyFingerprint);
  return server;
}

/**
 * Connects to the customer's site as one does to a real one: the password a reference, and its key pinned as it was
 * when the service was set up.
 */
export async function connectSite(
  folders: Folders,
  { host, port }: SftpSandbox,
  secrets: SecretReader,
): Promise<FileSite> {
  const pinned = await readFile(`${folders.secrets}/host-key-fingerprint`, "utf8");
  return openSftpSite({
    host,
    port,
    user: SITE_USER,
    hostKeys: [pinned],
    authentication: { password: `file:${sitePasswordPath(folders)}` },
    secrets,
  });
}

export function sitePasswordPath({ secrets }: Folders): string {
  return `${secrets}/site-password`;
}
