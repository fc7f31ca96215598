import { type Clock, createRedactor } from "@spm-ops/core";
import type { HttpTimeouts } from "./connection.js";
import { createHttpClient, type HttpClient } from "./http-client.js";

/** Shorter values of a link are dates and sizes, which belong into errors. */
const SHORTEST_SIGNATURE = 17;

/** How bytes travel over a presigned link. */
export interface LinkClientOptions {
  readonly timeouts?: HttpTimeouts | undefined;
  readonly clock: Clock;
}

/** A client of the link's own origin that knows no token. What signs the link is a secret for as long as it is used. */
export function openLinkClient(link: URL, options: LinkClientOptions): HttpClient {
  const redactor = createRedactor();
  redactor.addSecret(link.href);
  redactor.addSecret(link.search);
  for (const value of link.searchParams.values()) {
    if (value.length >= SHORTEST_SIGNATURE) redactor.addSecret(value);
  }
  return createHttpClient({
    baseUrl: link.origin,
    redactor,
    timeouts: options.timeouts,
    clock: options.clock,
  });
}
