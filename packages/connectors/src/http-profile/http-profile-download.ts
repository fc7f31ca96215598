import { SpmError } from "@spm-ops/core";
import { readPointer } from "../contract/json-pointer.js";
import type { ConnectorCall, Handle } from "../contract/spm-connector.js";
import { openLinkClient } from "../http/link-client.js";
import type { DownloadRules } from "./http-profile.js";
import { refusePage } from "./http-profile-calls.js";
import { type ProfileJobs, toJobValues } from "./http-profile-jobs.js";
import { anyReply } from "./pointed-reply.js";

/** What a job left, and by which templates it is fetched. */
export interface Download {
  readonly handle: Handle;
  readonly rules: DownloadRules;
  readonly operation: string;
}

/** The bytes that a job left, as they come; of several links one after the other. */
export async function* readDownload(
  jobs: ProfileJobs,
  { handle, rules, operation }: Download,
  call: ConnectorCall,
): AsyncGenerator<Uint8Array> {
  const question = { template: rules.request, operation, values: toJobValues(jobs, handle), ...call };
  if (rules.link === undefined) {
    yield* (await jobs.calls.open(question)).bytes;
    return;
  }
  const document = await jobs.calls.ask(question, anyReply);
  const links = readPointer(document, rules.link).filter((link) => typeof link === "string" && link !== "");
  if (links.length === 0) throw malformed(operation, `tells no link at ${rules.link}`);
  for (const link of links) yield* readLink(jobs, String(link), { operation, ...call });
}

/** A link to another host is followed without a credential, and only where the options name the host. */
async function* readLink(
  { calls, settings, clock }: ProfileJobs,
  link: string,
  { operation, signal }: ConnectorCall & { readonly operation: string },
): AsyncGenerator<Uint8Array> {
  const { address, linkOrigins, timeouts } = settings;
  if (!URL.canParse(link, address)) throw malformed(operation, "tells a link that is none");
  const url = new URL(link, address);
  if (url.origin === new URL(address).origin) {
    yield* (await calls.follow(url.href, operation, { signal })).bytes;
    return;
  }
  if (!linkOrigins.includes(url.origin)) {
    throw malformed(operation, `tells a link to ${url.origin}, which is not followed`);
  }
  await using http = openLinkClient(url, { timeouts, clock });
  const headers = { accept: "*/*" };
  const request = { method: "GET", path: url.href, intent: "question", operation, headers, signal } as const;
  yield* (await refusePage(await http.open(request), operation)).bytes;
}

function malformed(operation: string, why: string): SpmError {
  return new SpmError("remote.malformed", `Could not ${operation}: the answer ${why}.`, {
    ...{ operation, contentType: undefined },
  });
}
