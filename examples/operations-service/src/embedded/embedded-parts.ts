import { readFile } from "node:fs/promises";
import { createAnaplanConnector } from "@spm-ops/connectors/anaplan";
import { type AnaplanSimulator, startAnaplanSimulator } from "@spm-ops/connectors/anaplan/simulator";
import { type Clock, createSecretReader, type Redactor } from "@spm-ops/core";
import { openArchive } from "@spm-ops/reporting";
import { createLocalSite, openSftpSite } from "@spm-ops/sftp";
import { startSftpSandbox } from "@spm-ops/sftp/sandbox";
import type { NightParts } from "../client/night-parts.js";
import { sendNightFiles } from "./customer-system.js";
import type { Folders } from "./folders.js";
import { describeModel, readModelItems } from "./model.js";
import { fileNames } from "./prepare-service.js";

/** The outside world of one client, in this process, and what the guide needs of it. */
export interface EmbeddedParts extends AsyncDisposable {
  readonly parts: NightParts;
  /** Lets the customer's system send the files of a night. */
  send(businessDate: string, signal: AbortSignal): Promise<void>;
}

export interface EmbeddedServices {
  readonly clock: Clock;
  readonly redactor: Redactor;
}

const SITE_USER = "operations";
const ENVIRONMENT_USER = "operations@example.com";

/** Starts the sFTP server and the simulated environment, and connects to both as one does to real ones. */
export async function startEmbeddedParts(
  folders: Folders,
  { clock, redactor }: EmbeddedServices,
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
    return { ...(await connect(folders, { clock, redactor }, use)), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Notes what was opened, to be closed in reverse order. */
type Use = <Opened extends AsyncDisposable>(opened: Opened) => Opened;

async function connect(
  folders: Folders,
  { clock, redactor }: EmbeddedServices,
  use: Use,
): Promise<Omit<EmbeddedParts, typeof Symbol.asyncDispose>> {
  const sitePassword = await readFile(`${folders.secrets}/site-password`, "utf8");
  const hostKey = await readFile(`${folders.secrets}/host-key`, "utf8");
  const users = [{ name: SITE_USER, password: sitePassword }];
  const server = use(await startSftpSandbox({ root: folders.site, users, hostKey }));
  const simulator = use(await startEnvironment(folders, clock));
  const secrets = createSecretReader({ environment: process.env, redactor });
  const site = use(
    await openSftpSite({
      host: server.host,
      port: server.port,
      user: SITE_USER,
      hostKeys: [server.hostKeyFingerprint],
      authentication: { password: `file:${folders.secrets}/site-password` },
      secrets,
    }),
  );
  const environment = use(
    createAnaplanConnector(
      {
        environment: "production",
        hosts: simulator.hosts,
        workspaceId: simulator.workspaceId,
        modelId: simulator.modelId,
        authentication: { kind: "basic", user: ENVIRONMENT_USER, password: `file:${folders.secrets}/environment-password` },
        upload: { chunkSizeBytes: 65_536 },
        settleMs: 0,
      },
      { secrets, redactor, clock },
    ),
  );
  const reportSite = use(createLocalSite({ root: folders.reports, name: "finance's folder" }));
  return {
    parts: {
      site,
      environment,
      archive: openArchive({ root: folders.archive, clock }),
      reportSite,
      workFolder: folders.work,
      timing: { pollMs: 500, settleMs: 1_500, deadlineMs: 600_000, polling: { intervals: [{ afterMs: 0, everyMs: 250 }] } },
    },
    send: (businessDate, signal) =>
      sendNightFiles(`${folders.customer}/${businessDate}`, fileNames, {
        host: server.host,
        port: server.port,
        user: SITE_USER,
        password: sitePassword,
        clock,
        signal,
      }),
  };
}

/** The simulated environment. It remembers its tasks, as the vendor does, whatever becomes of this process. */
export async function startEnvironment(folders: Folders, clock: Clock): Promise<AnaplanSimulator> {
  const password = await readFile(`${folders.secrets}/environment-password`, "utf8");
  const items = await readModelItems(`${folders.environment}/items.json`);
  const model = describeModel(items, ENVIRONMENT_USER, password);
  return startAnaplanSimulator({ model, storage: `${folders.environment}/memory`, clock });
}
