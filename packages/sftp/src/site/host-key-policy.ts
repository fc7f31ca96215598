import { SpmError } from "@spm-ops/core";
import type { ServerHostKeyAlgorithm } from "ssh2";
import { type KnownHost, toKnownHostName } from "./known-hosts.js";
import { toFingerprint } from "./sftp-fingerprint.js";
import { describeSftpSite, type SftpSettings } from "./sftp-options.js";

/** Which keys a server may show. */
export interface HostKeyPolicy {
  /** What to offer the server, the kinds of its known keys first, so that it shows one of those. */
  readonly algorithms: ServerHostKeyAlgorithm[];
  /** Nothing for a key that is trusted, otherwise why it is not: SpmError `host-key.mismatch`. */
  refuse(key: Buffer): SpmError | undefined;
}

/** The signatures that each kind of key makes, best first; SHA-1 last, for servers that have nothing else. */
const ALGORITHMS: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  "ssh-ed25519": ["ssh-ed25519"],
  "ecdsa-sha2-nistp256": ["ecdsa-sha2-nistp256"],
  "ecdsa-sha2-nistp384": ["ecdsa-sha2-nistp384"],
  "ecdsa-sha2-nistp521": ["ecdsa-sha2-nistp521"],
  "ssh-rsa": ["rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"],
};

/**
 * Puts together what is pinned and what known_hosts tells of the host. What is revoked there counts for both.
 *
 * @throws SpmError `config.invalid` where a certificate authority is all that is known: host certificates cannot be
 * checked by the client below, and to pass over that line would be to trust less than was declared, in silence.
 */
export function createHostKeyPolicy(settings: SftpSettings): HostKeyPolicy {
  const { host, port, hostKeys = [], knownHosts = [] } = settings;
  const hostName = toKnownHostName(host, port);
  const lines = knownHosts.filter((line) => line.isAbout(hostName));
  const known = lines.filter(({ marker }) => marker === undefined);
  const revoked = new Map(
    lines.flatMap(({ marker, key, line }) => (marker === "revoked" ? [[toFingerprint(key), line]] : [])),
  );
  const expected = [...new Set([...hostKeys, ...known.map(({ key }) => toFingerprint(key))])].filter(
    (fingerprint) => !revoked.has(fingerprint),
  );
  const authority = lines.find(({ marker }) => marker === "cert-authority");
  if (expected.length === 0 && authority !== undefined) throw onlyAuthority(hostName, authority);

  return {
    algorithms: toAlgorithms(known),
    refuse(key) {
      const got = toFingerprint(key);
      if (expected.includes(got)) return undefined;
      const why = toReason({ got, key, expected, hostName, revokedAt: revoked.get(got) });
      const message = `${describeSftpSite(settings)} showed the host key ${got}, ${why}`;
      return new SpmError("host-key.mismatch", message, { expected, got });
    },
  };
}

interface RefusedKey {
  readonly got: string;
  readonly key: Buffer;
  readonly expected: readonly string[];
  readonly hostName: string;
  /** The line of known_hosts. */
  readonly revokedAt: number | undefined;
}

function toReason({ key, expected, hostName, revokedAt }: RefusedKey): string {
  if (revokedAt !== undefined) {
    return (
      `which line ${revokedAt} of known_hosts revokes. Nothing was sent. ` +
      "Whoever shows a revoked key may be somebody else: ask the owner of the server, by another way."
    );
  }
  if (expected.length === 0) {
    const keyType = key.toString("latin1", 4, 4 + key.readUInt32BE(0));
    return (
      `and none is known for ${hostName}. Nothing was sent. Once the owner of the server has confirmed it, ` +
      `by another way, add to known_hosts: ${hostName} ${keyType} ${key.toString("base64")}`
    );
  }
  return (
    `expected is ${expected.join(" or ")}. ` +
    "Nothing was sent. Ask the owner of the server, by another way, whether its key changed."
  );
}

function toAlgorithms(known: readonly KnownHost[]): ServerHostKeyAlgorithm[] {
  const kinds = new Set([...known.map(({ keyType }) => keyType), ...Object.keys(ALGORITHMS)]);
  return [...kinds].flatMap((kind) => ALGORITHMS[kind] ?? []);
}

function onlyAuthority(hostName: string, { line }: KnownHost): SpmError {
  const issue =
    `knownHosts: line ${line} trusts a certificate authority (@cert-authority) for ${hostName}, ` +
    "and certificates of hosts cannot be checked here; add the server's own key, as ssh-keyscan prints it, " +
    "or give its fingerprint in hostKeys";
  return new SpmError("config.invalid", `The keys of the sFTP site cannot be used: ${issue}.`, {
    issues: [issue],
  });
}
