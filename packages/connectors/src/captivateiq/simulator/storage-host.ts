import { createReadStream, createWriteStream, existsSync, renameSync } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { Clock } from "@spm-ops/core";
import type { SimulatedRequest } from "../../simulator/host.js";
import { bytesReply, noContent, type Reply } from "../../simulator/reply.js";
import type { Conditions } from "./faults.js";
import { judgeLink } from "./links.js";
import type { OrganizationStorage } from "./state.js";

export interface StorageHostOptions {
  readonly storage: OrganizationStorage;
  readonly conditions: Conditions;
  readonly clock: Clock;
}

/** Small, so that no client comes to rely on a file in one piece. */
const PIECE_BYTES = 16 * 1024;

/** The file behind a path of the storage, below which folder it lies and by what name. */
const FILE = /^\/(?<folder>uploads|exports)\/(?<id>[0-9a-f-]{36})\/(?<name>[^/]+)$/;

/** Where the bytes of an upload or of an export lie. */
export function filePath(storage: OrganizationStorage, folder: "uploads" | "exports", id: string): string {
  return storage.path(folder, id);
}

/** The place behind presigned links: it knows links only, and refuses whoever brings a token along. */
export function createStorageHost({ storage, conditions, clock }: StorageHostOptions) {
  return async (request: SimulatedRequest): Promise<Reply> => {
    const { method, url, headers } = request;
    const { folder, id = "" } = FILE.exec(url.pathname)?.groups ?? {};
    if (headers["authorization"] !== undefined) {
      return denial(400, "InvalidArgument", "Only one auth mechanism allowed");
    }
    const judgement = judgeLink(url, { key: storage.state.signingKey, method, now: clock.now() });
    if (judgement === "forged") {
      return denial(403, "SignatureDoesNotMatch", "The request signature does not match");
    }
    if (judgement === "expired" || conditions.linksExpired) {
      return denial(403, "AccessDenied", "Request has expired");
    }
    if (folder === "uploads") return keep(request, filePath(storage, "uploads", id));
    const path = filePath(storage, "exports", id);
    if (!existsSync(path)) return denial(404, "NoSuchKey", "The specified key does not exist.");
    return bytesReply(
      createReadStream(path, { highWaterMark: PIECE_BYTES }),
      url.pathname.endsWith(".json") ? "application/json" : "text/csv",
    );
  };
}

async function keep({ headers, body }: SimulatedRequest, path: string): Promise<Reply> {
  if (headers["content-length"] === undefined) {
    for await (const _ of body);
    return denial(411, "MissingContentLength", "You must provide the Content-Length HTTP header.");
  }
  await pipeline(body, createWriteStream(`${path}.part`));
  renameSync(`${path}.part`, path);
  return noContent(200);
}

function denial(status: number, code: string, message: string): Reply {
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return { status, contentType: "application/xml", body: Buffer.from(xml) };
}
