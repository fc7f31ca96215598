import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { generateHostKey } from "@spm-ops/sftp/sandbox";
import { type Preparation, prepareCustomer } from "./customer-files.js";
import type { Folders } from "./folders.js";
import { once } from "./write-whole.js";

/** Makes what a service needs before a night: secrets, a host key, the customer's files, what the model knows. */
export async function prepareService(folders: Folders, preparation: Preparation): Promise<void> {
  for (const folder of ["inbox", "history", "rejected"]) {
    await mkdir(`${folders.site}/${folder}`, { recursive: true });
  }
  await mkdir(folders.reports, { recursive: true });
  await once(`${folders.secrets}/site-password`, () => randomBytes(18).toString("base64url"));
  await once(`${folders.secrets}/environment-password`, () => randomBytes(18).toString("base64url"));
  await once(`${folders.secrets}/host-key`, generateHostKey);
  await prepareCustomer(folders, preparation);
}
