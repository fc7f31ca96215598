import { type SecretReader, type SecretReference, secretReference } from "@spm-ops/core";
import { z } from "zod";
import { parseKnownHosts } from "./known-hosts.js";

/** How we show the server who we are. */
export type SftpAuthentication =
  | { readonly password: SecretReference }
  | {
      /**
       * A password for a server that asks for it by a prompt (keyboard-interactive, as PAM does). It is given once, to
       * one hidden prompt; a server that asks for more is not answered, which is SpmError `auth.rejected`.
       */
      readonly promptedPassword: SecretReference;
    }
  | {
      /** An OpenSSH or PEM private key. */
      readonly privateKey: SecretReference;
      /** Where the private key is encrypted. */
      readonly passphrase?: SecretReference | undefined;
    };

/** How long silence is borne, in milliseconds. */
export interface SftpTiming {
  /** From the first packet to a session that takes requests. @defaultValue 20_000 */
  readonly connectTimeoutMs?: number | undefined;
  /** The longest time in which a call gets no answer at all; a long transfer that moves is not cut. @defaultValue 30_000 */
  readonly operationTimeoutMs?: number | undefined;
  /** How often an idle link is tried; 0 for never. @defaultValue 10_000 */
  readonly keepaliveMs?: number | undefined;
  /** How many tries may go unanswered before the link counts as dead. @defaultValue 3 */
  readonly keepaliveLimit?: number | undefined;
}

export interface SftpSiteOptions {
  readonly host: string;
  /** @defaultValue 22 */
  readonly port?: number | undefined;
  readonly user: string;
  /**
   * SHA-256 fingerprints of the server's key as `ssh-keygen -l` prints them: `SHA256:` and base64 without padding.
   * At least one, here or in `knownHosts`; two while the server changes its key. A server with another key is never
   * spoken to.
   */
  readonly hostKeys?: readonly string[] | undefined;
  /**
   * The text of a known_hosts file, as OpenSSH keeps it and ssh-keyscan prints it; counts besides `hostKeys`. Names may
   * be hashed, hold `*` and `?`, and be negated; another port than 22 is `[host]:port`. What is `@revoked` is refused
   * wherever else it stands. A `@cert-authority` cannot be checked: where a host has nothing else, that is SpmError
   * `config.invalid`. A line that cannot be read is too: it may be one that revokes.
   */
  readonly knownHosts?: string | undefined;
  readonly authentication: SftpAuthentication;
  /** Asked each time a connection is made, so that a changed secret works without a restart. */
  readonly secrets: SecretReader;
  readonly timing?: SftpTiming | undefined;
  /**
   * Requests of a transfer that are on their way at once, counted by 31 KiB. A server that announces its limits takes
   * fewer and larger ones for the same bytes. @defaultValue 64
   */
  readonly requestsInFlight?: number | undefined;
  /** A folder that tells more entries than this is SpmError `file.refused`: its listing may never end. @defaultValue 1_000_000 */
  readonly mostEntries?: number | undefined;
}

const milliseconds = z.number().int().min(1).max(3_600_000);

const fingerprint = z
  .string()
  .regex(
    /^SHA256:[A-Za-z0-9+/]{43}$/,
    "a fingerprint is SHA256: and 43 characters of base64, as ssh-keygen -l prints it",
  );

const knownHosts = z.string().transform((text, context) => {
  const { hosts, issues } = parseKnownHosts(text);
  for (const message of issues) context.issues.push({ code: "custom", message, input: text });
  return hosts;
});

/** The declared options, checked strictly and with their defaults. */
export const sftpSiteOptions = z
  .strictObject({
    host: z.string().min(1),
    port: z.number().int().min(1).max(65_535).default(22),
    user: z.string().min(1),
    hostKeys: z.array(fingerprint).optional(),
    knownHosts: knownHosts.optional(),
    authentication: z.union([
      z.strictObject({ password: secretReference }),
      z.strictObject({ promptedPassword: secretReference }),
      z.strictObject({ privateKey: secretReference, passphrase: secretReference.optional() }),
    ]),
    secrets: z.custom<SecretReader>((value) => typeof value === "function", "must be a reader of secrets"),
    timing: z
      .strictObject({
        connectTimeoutMs: milliseconds.default(20_000),
        operationTimeoutMs: milliseconds.default(30_000),
        keepaliveMs: milliseconds.or(z.literal(0)).default(10_000),
        keepaliveLimit: z.number().int().min(1).max(100).default(3),
      })
      .prefault({}),
    requestsInFlight: z.number().int().min(1).max(512).default(64),
    mostEntries: z.number().int().min(1).default(1_000_000),
  })
  .refine(({ hostKeys = [], knownHosts = [] }) => hostKeys.length + knownHosts.length > 0, {
    path: ["hostKeys"],
    message:
      "at least one fingerprint is needed, here or as a line of knownHosts; an unknown server is never trusted",
    // Told together with what else is wrong.
    when: ({ value }) => typeof value === "object" && value !== null,
  });

export type SftpSettings = z.output<typeof sftpSiteOptions>;

/** The site in words, for logs and messages. */
export function describeSftpSite({ user, host, port }: SftpSettings): string {
  return `sftp://${user}@${host}:${port}`;
}
