import { generateKeyPairSync } from "node:crypto";
import {
  createCheckpointKey,
  createOutbox,
  createRedactor,
  expireStreams,
  openSqliteLog,
  sealLog,
  verifyLog,
} from "@spm-ops/core";
import { disputeKind } from "./dispute-kind.js";
import { commentDispute, type DisputeServices, decideDispute, openDispute } from "./disputes.js";
import { createNotificationChannel } from "./notification-channel.js";
import { startWebhook } from "./webhook.js";

const payee = { kind: "person", id: "P-1042" } as const;
const analyst = { kind: "person", id: "analyst" } as const;
const worker = { kind: "service", id: "disputes" } as const;
const january = { period: "2026-01", claim: { amount: "120.50", currency: "EUR" } };

/** Opens, decides, tells, seals, verifies and lets go, and says so line by line. */
export async function walkThrough(logPath: string, print: (line: string) => void): Promise<void> {
  const webhook = await startWebhook();
  const log = await openSqliteLog({ path: logPath });
  try {
    const channels = [createNotificationChannel(webhook.url)];
    const redactor = createRedactor();
    const services = { log, redactor, outbox: createOutbox({ log, channels, worker: worker.id, redactor }) };

    await openDispute(services, { id: "d-1", payee: payee.id, ...january, actor: payee });
    await openDispute(services, { id: "d-2", payee: "P-2001", ...january, actor: analyst });
    await openDispute(services, { id: "d-1", payee: payee.id, ...january, actor: payee });
    print(
      "Opened d-1 and d-2, each in one write with its notification; d-1 once more, which changed nothing.",
    );
    await sendNotifications(services, print);

    await commentDispute(services, { id: "d-1", text: "The split of the deal was missing.", actor: analyst });
    await decideDispute(services, { id: "d-1", as: "upheld", reason: "It was missing.", actor: analyst });
    await listDisputes(services, print);
    await sendNotifications(services, print);
    print(`The webhook holds ${webhook.notes.size} notes.`);

    await proveAndLetGo(services, print);
  } finally {
    await log.close();
    await webhook[Symbol.asyncDispose]();
  }
}

async function sendNotifications({ outbox }: DisputeServices, print: (line: string) => void): Promise<void> {
  const { sent } = await outbox.deliverDue({ concurrency: 1 });
  for (const id of sent) {
    const { receipt, effect } = await outbox.get(id);
    const how = effect?.found === true ? "its answer was lost, and it was found there" : "answered";
    print(`Sent ${id}: ${how}, receipt ${JSON.stringify(receipt)}.`);
  }
}

async function listDisputes({ log }: DisputeServices, print: (line: string) => void): Promise<void> {
  for (const status of ["open", "upheld"]) {
    const ids: string[] = [];
    for await (const { stream } of log.list({ kind: disputeKind.name, status: [status] }))
      ids.push(stream.id);
    print(`Disputes that are ${status}: ${ids.join(", ")}.`);
  }
}

/** Seals the log, lets the data of decided disputes go, and proves that the rest is as it was sealed. */
async function proveAndLetGo(
  { log, redactor }: DisputeServices,
  print: (line: string) => void,
): Promise<void> {
  // A real key is kept where the log's own account cannot read it.
  const { privateKey } = generateKeyPairSync("ed25519");
  const key = createCheckpointKey({ name: "example.test/disputes", privateKey });
  const { note, checkpoint } = await sealLog(log, key, { actor: worker });
  print(`Sealed ${checkpoint.size} streams.`);

  const retention = {
    before: Number.POSITIVE_INFINITY,
    reason: "Nothing is kept in an example.",
    actor: worker,
  };
  const expired = await expireStreams(log, disputeKind, { ...retention, redactor });
  print(`Let the data of ${expired.map(({ id }) => id).join(", ")} go.`);

  const verified = await verifyLog(log, { publicKeys: [key.publicKey], keptNotes: [note] });
  print(
    `Verified ${verified.events} events in ${verified.streams} streams: ${verified.problems.length} problems.`,
  );
}
