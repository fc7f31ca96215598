import { parseOptions } from "@spm-ops/core";
import { z } from "zod";
import { findImposter } from "./http-imposter.js";
import type { Probe } from "./probe.js";
import { createTimedProbe, type Found, type ProbeTiming, probeTiming } from "./timed-look.js";

export interface HttpProbeOptions extends ProbeTiming {
  /** An `http` or `https` address without name and password. */
  readonly url: string;
  /** @defaultValue "GET" */
  readonly method?: "GET" | "HEAD" | undefined;
  /** Sent to the address's own origin only, never along with a redirect that leaves it. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The statuses that are a good answer. @defaultValue 200 to 299 */
  readonly statuses?: readonly number[] | undefined;
  /** Text that the answer has to hold. It is the surest guard against a page that only looks like an answer. */
  readonly text?: string | undefined;
  /** What the answer, read as JSON, has to be; an answer that is no JSON is `down`. */
  readonly json?: z.ZodType | undefined;
  /** Which redirects are followed, five at most. @defaultValue "same-origin" */
  readonly redirects?: "none" | "same-origin" | "any" | undefined;
  /** Tells a page of maintenance or of a login from the answer that was asked for. @defaultValue true */
  readonly guardPages?: boolean | undefined;
  /** How much of an answer is read. @defaultValue 1_048_576, which is 1 MiB */
  readonly maxBytes?: number | undefined;
}

const MOST_REDIRECTS = 5;

const httpProbeOptions = z
  .strictObject({
    ...probeTiming,
    url: z.url({ protocol: /^https?$/ }).refine((url) => new URL(url).username === "", {
      message: "must not hold a name or a password",
    }),
    method: z.enum(["GET", "HEAD"]).default("GET"),
    headers: z.record(z.string(), z.string()).default({}),
    statuses: z.array(z.int().min(200).max(599)).min(1).optional(),
    text: z.string().min(1).optional(),
    json: z.instanceof(z.ZodType).optional(),
    redirects: z.enum(["none", "same-origin", "any"]).default("same-origin"),
    guardPages: z.boolean().default(true),
    maxBytes: z.int().positive().default(1_048_576),
  })
  .refine(({ method, text, json }) => method === "GET" || (text === undefined && json === undefined), {
    path: ["method"],
    message: "HEAD brings nothing in which text or json could be looked for",
  });

type Options = z.output<typeof httpProbeOptions>;

/**
 * Creates a probe that asks an address and looks at what it answers.
 *
 * A page of maintenance that comes with status 200, a redirect to a login, and a login form in place of the answer are
 * `down`. Status 429 is `unknown`: we ask too often. Cookies are not kept. Details name origin and path, never the query.
 *
 * @throws SpmError `config.invalid` with everything that is wrong.
 */
export function createHttpProbe(options: HttpProbeOptions): Probe {
  const parsed = parseOptions(httpProbeOptions, options, "the HTTP probe");
  return createTimedProbe(parsed, (signal) => ask(parsed, signal));
}

async function ask(options: Options, signal: AbortSignal): Promise<Found> {
  let url = new URL(options.url);
  for (let redirects = 0; ; redirects += 1) {
    const isHome = url.origin === new URL(options.url).origin;
    const { method } = options;
    const response = await fetch(url, {
      method,
      signal,
      redirect: "manual",
      ...(isHome ? { headers: options.headers } : {}),
    });
    const next = nextPlace(response, url, options);
    if (next === undefined) return await judge(response, url, options);
    await response.body?.cancel();
    if (typeof next === "string") return { state: "down", detail: next };
    if (redirects === MOST_REDIRECTS) return { state: "down", detail: `more than ${redirects} redirects` };
    url = next;
  }
}

/** Where an answer sends us on to, or in words why we do not follow; nothing when it is the answer. */
function nextPlace(response: Response, from: URL, options: Options): URL | string | undefined {
  const location = response.headers.get("location");
  const isRedirect = response.status >= 300 && response.status < 400 && location !== null;
  if (!isRedirect || options.statuses?.includes(response.status)) return undefined;
  if (!URL.canParse(location, from.href)) return `${nameOf(from)} sends on to no address`;
  const to = new URL(location, from);
  if (!/^https?:$/.test(to.protocol)) return `${nameOf(from)} sends on to no address`;
  const told = `${nameOf(from)} sends on to ${nameOf(to)}`;
  if (options.guardPages && findImposter({ path: to.pathname }) !== undefined) return `${told}, a login`;
  if (options.redirects === "none") return told;
  if (options.redirects === "same-origin" && to.origin !== from.origin) return `${told}, another origin`;
  return to;
}

async function judge(response: Response, url: URL, options: Options): Promise<Found> {
  const { status } = response;
  const told = `${nameOf(url)} answers ${status}`;
  const isGood = options.statuses?.includes(status) ?? response.ok;
  if (!isGood) {
    await response.body?.cancel();
    return { state: status === 429 ? "unknown" : "down", detail: told };
  }
  const body = await readText(response, options.maxBytes);
  const page = { path: url.pathname, contentType: response.headers.get("content-type") ?? "", body };
  const imposter = options.guardPages ? findImposter(page) : undefined;
  if (imposter !== undefined) return { state: "down", detail: `${told}, but with ${imposter}` };
  if (options.text !== undefined && !body.includes(options.text))
    return { state: "down", detail: `${told}, but without the text “${options.text}”` };
  const problem = options.json === undefined ? undefined : findJsonProblem(options.json, body);
  return problem === undefined
    ? { state: "up", detail: told }
    : { state: "down", detail: `${told}, but ${problem}` };
}

function findJsonProblem(schema: z.ZodType, body: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return "with what is no JSON";
  }
  const [issue] = schema.safeParse(value).error?.issues ?? [];
  return issue && `its JSON is not as expected: ${[...issue.path.map(String), issue.message].join(": ")}`;
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let leftBytes = maxBytes;
  // Leaving the loop closes the connection: what is beyond the limit never comes.
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk.subarray(0, leftBytes), { stream: true });
    leftBytes -= chunk.byteLength;
    if (leftBytes <= 0) break;
  }
  return text;
}

function nameOf(url: URL): string {
  return `${url.origin}${url.pathname}`;
}
