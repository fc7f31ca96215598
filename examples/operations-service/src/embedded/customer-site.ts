import { readFile } from "node:fs/promises";
import type { FileSite, SecretReader } from "@spm-ops/core";
import { openSftpSite } from "@spm-ops/sftp";
import { type SftpSandbox, startSftpSandbox } from "@spm-ops/sftp/sandbox";
import type { Folders } from "./folders.js";

export const SITE_USER = "operations";

/** The customer's sFTP server, over a folder that outlives it, with the same key each time. */
export async function startCustomerSite(folders: Folders): Promise<SftpSandbox> {
  const password = await readFile(sitePasswordPath(folders), "utf8");
  const hostKey = await readFile(`${folders.secrets}/host-key`, "utf8");
  return startSftpSandbox({ root: folders.site, users: [{ name: SITE_USER, password }], hostKey });
}

/** Connects to the customer's site as one does to a real one: its key pinned, the password a reference. */
export async function connectSite(
  folders: Folders,
  { host, port, hostKeyFingerprint }: SftpSandbox,
  secrets: SecretReader,
): Promise<FileSite> {
  return openSftpSite({
    host,
    port,
    user: SITE_USER,
    hostKeys: [hostKeyFingerprint],
    authentication: { password: `file:${sitePasswordPath(folders)}` },
    secrets,
  });
}

export function sitePasswordPath({ secrets }: Folders): string {
  return `${secrets}/site-password`;
}
