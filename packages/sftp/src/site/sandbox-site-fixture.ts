import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FileSite } from "@spm-ops/core";
import { type SftpSandbox, startSftpSandbox } from "../sandbox/index.js";
import type { SftpSiteOptions } from "./sftp-options.js";
import { openSftpSite } from "./sftp-site.js";

export const PASSWORD = "canary-7f3a-only-here";

/** A sandbox over a fresh folder, for one test. */
export interface SandboxSite extends AsyncDisposable {
  readonly root: string;
  readonly sandbox: SftpSandbox;
  readonly options: SftpSiteOptions;
  /** Opens a site on the sandbox; it is closed with the sandbox. */
  open(changes?: Partial<SftpSiteOptions>): Promise<FileSite>;
}

export async function startSandboxSite(): Promise<SandboxSite> {
  const root = await mkdtemp(join(tmpdir(), "sftp-site-"));
  const sandbox = await startSftpSandbox({ root, users: [{ name: "ops", password: PASSWORD }] });
  const sites: FileSite[] = [];
  const options: SftpSiteOptions = {
    host: sandbox.host,
    port: sandbox.port,
    user: "ops",
    hostKeys: [sandbox.hostKeyFingerprint],
    authentication: { password: "env:SFTP_PASSWORD" },
    secrets: async () => PASSWORD,
  };
  return {
    root,
    sandbox,
    options,
    async open(changes = {}) {
      const site = await openSftpSite({ ...options, ...changes });
      sites.push(site);
      return site;
    },
    async [Symbol.asyncDispose]() {
      for (const site of sites) await site.close();
      await sandbox.close();
      await rm(root, { recursive: true });
    },
  };
}
