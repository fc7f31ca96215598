import { createHmac } from "node:crypto";

/** How long a link lives. */
const LIFE_SECONDS = 900;

export interface SignedLinkOptions {
  readonly key: string;
  readonly method: string;
  /** The address of what it leads to. */
  readonly address: string;
  readonly now: number;
}

/** A link that holds for one verb and for some minutes, and needs no token. */
export function signLink({ key, method, address, now }: SignedLinkOptions): string {
  const link = new URL(address);
  const date = toStamp(now);
  link.searchParams.set("X-Amz-Algorithm", "AWS4-HMAC-SHA256");
  link.searchParams.set("X-Amz-Date", date);
  link.searchParams.set("X-Amz-Expires", String(LIFE_SECONDS));
  link.searchParams.set("X-Amz-Signature", toSignature(key, [method, link.pathname, date]));
  return link.href;
}

/** Whether a link was signed here for this verb, and lives. */
export function judgeLink(
  url: URL,
  { key, method, now }: Omit<SignedLinkOptions, "address">,
): "good" | "expired" | "forged" {
  const date = url.searchParams.get("X-Amz-Date") ?? "";
  if (url.searchParams.get("X-Amz-Signature") !== toSignature(key, [method, url.pathname, date]))
    return "forged";
  const [, day = "", hours = "", minutes = "", seconds = ""] =
    /^(\d{8})T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  const signedAt = Date.parse(
    `${day.replace(/^(\d{4})(\d\d)(\d\d)$/, "$1-$2-$3")}T${hours}:${minutes}:${seconds}Z`,
  );
  return now - signedAt > LIFE_SECONDS * 1_000 ? "expired" : "good";
}

function toSignature(key: string, parts: readonly string[]): string {
  return createHmac("sha256", key).update(parts.join("\n")).digest("hex");
}

function toStamp(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, "");
}
