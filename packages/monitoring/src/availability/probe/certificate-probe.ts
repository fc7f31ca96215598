import { connect, type DetailedPeerCertificate, type TLSSocket } from "node:tls";
import { parseOptions } from "@spm-ops/core";
import { z } from "zod";
import type { Probe } from "./probe.js";
import { createTimedProbe, type Found, type ProbeTiming, probeTiming } from "./timed-look.js";

export interface CertificateProbeOptions extends ProbeTiming {
  readonly host: string;
  /** @defaultValue 443 */
  readonly port?: number | undefined;
  /** The name that the certificate has to be for. @defaultValue the host */
  readonly serverName?: string | undefined;
  /** Authorities to trust in place of those of the runtime, as PEM. */
  readonly authorities?: readonly string[] | undefined;
  /** From how many days before its end on a certificate is warned of. @defaultValue 21 */
  readonly warnDays?: number | undefined;
}

const DAY_MS = 86_400_000;

const certificateProbeOptions = z.strictObject({
  ...probeTiming,
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(443),
  serverName: z.string().min(1).optional(),
  authorities: z.array(z.string().min(1)).min(1).optional(),
  warnDays: z.number().min(0).default(21),
});

/**
 * Creates a probe of a server's certificate: whether it is trusted, for this name, and for how long.
 *
 * The earliest end of the whole chain counts. A certificate that has ended, is for another name or is not trusted is
 * `down`; one that ends soon is `up` with a warning. Days left are whole days by the probe's clock.
 *
 * @throws SpmError `config.invalid` with everything that is wrong.
 */
export function createCertificateProbe(options: CertificateProbeOptions): Probe {
  const parsed = parseOptions(certificateProbeOptions, options, "the certificate probe");
  const { host, port, serverName = host, authorities, clock, warnDays } = parsed;
  return createTimedProbe(parsed, async (signal) => {
    const socket = connect({
      host,
      port,
      // An address is no name that a server could choose a certificate by.
      ...(/^[\d.]+$|:/.test(serverName) ? {} : { servername: serverName }),
      // What is wrong with the certificate is the very thing to tell.
      rejectUnauthorized: false,
      ...(authorities === undefined ? {} : { ca: [...authorities] }),
    });
    try {
      await secured(socket, signal);
      return judge(socket, `${host}:${port}`, { now: clock.now(), warnDays });
    } finally {
      socket.destroy();
    }
  });
}

function judge(
  socket: TLSSocket,
  place: string,
  { now, warnDays }: { readonly now: number; readonly warnDays: number },
): Found {
  const endsAt = earliestEnd(socket.getPeerCertificate(true));
  const date = Number.isFinite(endsAt) ? new Date(endsAt).toISOString().slice(0, 10) : "an unreadable date";
  const daysLeft = Math.floor((endsAt - now) / DAY_MS);
  if (endsAt <= now) return { state: "down", detail: `the certificate of ${place} ended on ${date}` };
  if (!socket.authorized)
    return {
      state: "down",
      detail: `the certificate of ${place} is not valid: ${socket.authorizationError}`,
    };
  const detail = `the certificate of ${place} ends on ${date}, in ${daysLeft} days`;
  return daysLeft < warnDays ? { state: "up", detail, warning: detail } : { state: "up", detail };
}

/** The end of the chain's first certificate to end, in milliseconds since 1970. */
function earliestEnd(certificate: DetailedPeerCertificate): number {
  const end = Date.parse(certificate.valid_to);
  const issuer = certificate.issuerCertificate;
  // A root is its own issuer; a chain that was sent in part has no issuer at its end.
  if (issuer === undefined || issuer.fingerprint256 === certificate.fingerprint256) return end;
  return Math.min(end, earliestEnd(issuer));
}

function secured(socket: TLSSocket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("secureConnect", resolve);
    socket.once("error", reject);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
