import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { type Clock, SpmError } from "@spm-ops/core";
import SftpClient from "ssh2-sftp-client";
import { writeWhole } from "./write-whole.js";

/** The server that the customer's system sends to, and how fast. */
export interface CustomerLink {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** How long it takes over one file. */
  readonly fileMs: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const PIECES = 6;

/**
 * Sends files as customers' systems do: slowly, under their final names, one after the other.
 *
 * It keeps a list of what it has sent. After a crash it sends a file again that is not on the list, from the start.
 */
export async function sendNightFiles(
  folder: string,
  names: readonly string[],
  link: CustomerLink,
): Promise<void> {
  const listPath = `${folder}/sent.json`;
  const sent = await readSent(listPath);
  const left = names.filter((name) => !sent.includes(name));
  if (left.length === 0) return;
  const client = new SftpClient("customer");
  await client.connect({ host: link.host, port: link.port, username: link.user, password: link.password });
  try {
    for (const name of left) {
      await sendSlowly(client, `${folder}/${name}`, `/inbox/${name}`, link);
      sent.push(name);
      await writeWhole(listPath, JSON.stringify(sent));
    }
  } finally {
    await client.end();
  }
}

async function sendSlowly(client: SftpClient, from: string, to: string, link: CustomerLink): Promise<void> {
  const { size } = await stat(from);
  const present = await client.exists(to);
  // The list is written after the upload: what lies there whole was sent, and only the note of it was lost.
  if (present === "-" && (await client.stat(to)).size === size) return;
  await client.put(Readable.from(slowly(from, size, link)), to);
}

async function* slowly(path: string, sizeBytes: number, { clock, signal, fileMs }: CustomerLink) {
  const pieces = createReadStream(path, { highWaterMark: Math.max(1, Math.ceil(sizeBytes / PIECES)) });
  for await (const piece of pieces) {
    await clock.wait(fileMs / PIECES, { signal });
    yield piece;
  }
}

async function readSent(path: string): Promise<string[]> {
  try {
    const sent: unknown = JSON.parse(await readFile(path, "utf8"));
    return Array.isArray(sent) ? sent.map(String) : [];
  } catch {
    return [];
  }
}

/** Checks that a folder holds what the customer has to send. @throws SpmError `file.not-found` naming what is missing. */
export async function requireFiles(folder: string, names: readonly string[]): Promise<void> {
  const missing: string[] = [];
  for (const name of names) {
    const found = await stat(`${folder}/${name}`).catch(() => undefined);
    if (found?.isFile() !== true) missing.push(name);
  }
  if (missing.length === 0) return;
  throw new SpmError(
    "file.not-found",
    `${folder} lacks ${missing.join(", ")}; it must hold ${names.join(", ")}.`,
    {
      path: folder,
    },
  );
}
