import { readFile } from "node:fs/promises";
import type { AnaplanSimulator } from "@spm-ops/connectors/anaplan/simulator";
import { type Clock, createSecretReader, type Redactor } from "@spm-ops/core";
import { openArchive } from "@spm-ops/reporting";
import { createLocalSite } from "@spm-ops/sftp";
import type { SftpSandbox } from "@spm-ops/sftp/sandbox";
import type { NightParts, NightTiming } from "../client/night-parts.js";
import { fileNames } from "./customer-files.js";
import { connectSite, SITE_USER, sitePasswordPath, startCustomerSite } from "./customer-site.js";
import { sendNightFiles } from "./customer-system.js";
import { connectEnvironment, startEnvironment } from "./environment.js";
import type { Folders } from "./folders.js";
import type { Pace } from "./pace.js";

/** The outside world of one client, in this process, and what the guide needs of it. */
export interface EmbeddedParts extends AsyncDisposable {
  readonly parts: NightParts;
  /** The customer's server and the environment themselves, to have things go wrong in them. */
  readonly server: SftpSandbox;
  readonly simulator: AnaplanSimulator;
  /** Lets the customer's system send the files of a night. */
  send(businessDate: string, signal: AbortSignal): Promise<void>;
}

export interface EmbeddedServices {
  readonly clock: Clock;
  readonly redactor: Redactor;
  readonly pace: Pace;
}

/** Starts the sFTP server and the simulated environment, and connects to both as one does to real ones. */
export async function startEmbeddedParts(
  folders: Folders,
  services: EmbeddedServices,
): Promise<EmbeddedParts> {
  const opened: AsyncDisposable[] = [];
  const use = <Opened extends AsyncDisposable>(each: Opened): Opened => {
    opened.unshift(each);
    return each;
  };
  const close = async () => {
    for (const each of opened.splice(0)) await each[Symbol.asyncDispose]();
  };
  try {
    return { ...(await connect(folders, services, use)), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Notes what was opened, to be closed in reverse order. */
type Use = <Opened extends AsyncDisposable>(opened: Opened) => Opened;

async function connect(
  folders: Folders,
  { clock, redactor, pace }: EmbeddedServices,
  use: Use,
): Promise<Omit<EmbeddedParts, typeof Symbol.asyncDispose>> {
  const secrets = createSecretReader({ environment: process.env, redactor });
  const server = use(await startCustomerSite(folders));
  const simulator = use(await startEnvironment(folders, { clock, pace }));
  const parts: NightParts = {
    site: use(await connectSite(folders, server, secrets)),
    environment: use(connectEnvironment(folders, simulator, { secrets, redactor, clock })),
    archive: use(openArchive({ root: folders.archive, clock })),
    reportSite: use(createLocalSite({ root: folders.reports, name: "finance's folder" })),
    workFolder: folders.work,
    timing: timingAt(pace),
  };
  const password = await readFile(sitePasswordPath(folders), "utf8");
  const link = {
    host: server.host,
    port: server.port,
    user: SITE_USER,
    password,
    fileMs: pace.fileMs,
    clock,
  };
  return {
    parts,
    server,
    simulator,
    send: (businessDate, signal) =>
      sendNightFiles(`${folders.customer}/${businessDate}`, fileNames, { ...link, signal }),
  };
}

function timingAt({ pollMs, settleMs, jobPollMs }: Pace): NightTiming {
  return {
    pollMs,
    settleMs,
    deadlineMs: 600_000,
    polling: { intervals: [{ afterMs: 0, everyMs: jobPollMs }] },
  };
}
