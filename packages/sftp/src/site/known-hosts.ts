import { createHmac } from "node:crypto";

/** A line of a known_hosts file, as far as it is about keys. */
export interface KnownHost {
  /** From 1. */
  readonly line: number;
  readonly marker?: "revoked" | "cert-authority" | undefined;
  readonly keyType: string;
  /** The key as the protocol carries it. */
  readonly key: Buffer;
  /** Whether the line is about a host; its name is given as `toKnownHostName` makes it. */
  isAbout(hostName: string): boolean;
}

export interface KnownHosts {
  readonly hosts: readonly KnownHost[];
  /** What cannot be read, a sentence each with the number of its line; never a part of the file. */
  readonly issues: readonly string[];
}

const STANDARD_PORT = 22;

/** A host as a known_hosts file names it: alone at port 22, as `[host]:port` at any other. */
export function toKnownHostName(host: string, port: number): string {
  const name = host.toLowerCase();
  return port === STANDARD_PORT ? name : `[${name}]:${port}`;
}

/**
 * Reads the text of a known_hosts file as sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT", describes it: several names a line,
 * `*` and `?`, negation by `!`, hashed names, the markers `@revoked` and `@cert-authority`.
 *
 * Unlike OpenSSH's client it passes over no line: one that cannot be read may be the one that revokes a key.
 */
export function parseKnownHosts(text: string): KnownHosts {
  const hosts: KnownHost[] = [];
  const issues: string[] = [];
  for (const [index, content] of text.split(/\r?\n/).entries()) {
    const fields = content.trim().split(/[ \t]+/);
    if (fields[0] === "" || fields[0]?.startsWith("#")) continue;
    const read = readLine(fields, index + 1);
    if (typeof read === "string") issues.push(`line ${index + 1} ${read}`);
    else hosts.push(read);
  }
  return { hosts, issues };
}

const MARKERS = { "@revoked": "revoked", "@cert-authority": "cert-authority" } as const;

function readLine(fields: readonly string[], line: number): KnownHost | string {
  const [first = ""] = fields;
  const marker = first in MARKERS ? MARKERS[first as keyof typeof MARKERS] : undefined;
  if (first.startsWith("@") && marker === undefined) return "begins with a marker that is not known";
  const [names = "", keyType = "", encoded = ""] = marker === undefined ? fields : fields.slice(1);
  if (/^\d+$/.test(keyType)) return "holds a key of the protocol's version 1, which no server uses any more";
  const key = Buffer.from(encoded, "base64");
  if (keyType === "" || keyTypeOf(key) !== keyType) return "holds no key after its names";
  const isAbout = names.startsWith("|") ? matchHashed(names) : matchPatterns(names);
  if (isAbout === undefined) return "has a hashed name in a form that is not known";
  return { line, marker, keyType, key, isAbout };
}

/** The type that a key says it has: its first string. */
function keyTypeOf(key: Buffer): string {
  if (key.byteLength < 4) return "";
  return key.toString("latin1", 4, 4 + key.readUInt32BE(0));
}

/** `|1|salt|hash`, where the hash is the HMAC-SHA1 of the name with the salt as its key. */
function matchHashed(name: string): ((hostName: string) => boolean) | undefined {
  const [, salt, hash] = /^\|1\|([A-Za-z0-9+/=]+)\|([A-Za-z0-9+/=]+)$/.exec(name) ?? [];
  if (salt === undefined || hash === undefined) return undefined;
  const key = Buffer.from(salt, "base64");
  const expected = Buffer.from(hash, "base64");
  return (hostName) => createHmac("sha1", key).update(hostName).digest().equals(expected);
}

/** One name has to match, and none of those that are negated. */
function matchPatterns(names: string): (hostName: string) => boolean {
  const patterns = names.toLowerCase().split(",");
  const wanted = patterns.filter((pattern) => !pattern.startsWith("!")).map(toExpression);
  const unwanted = patterns.filter((pattern) => pattern.startsWith("!")).map((p) => toExpression(p.slice(1)));
  const matches = (hostName: string) => (expression: RegExp) => expression.test(hostName);
  return (hostName) => wanted.some(matches(hostName)) && !unwanted.some(matches(hostName));
}

function toExpression(pattern: string): RegExp {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  // Runs of stars are one: otherwise a long one would be tried in every division.
  return new RegExp(`^${escaped.replace(/\*+/g, ".*").replaceAll("?", ".")}$`);
}
