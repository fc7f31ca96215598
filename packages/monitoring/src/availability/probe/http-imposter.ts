/** An answer, as far as it is known. */
interface Page {
  readonly path: string;
  readonly contentType?: string | undefined;
  readonly body?: string | undefined;
}

const LOGIN_PATH = /\/(log-?in|sign-?in|sso|saml2?|oauth2?|authori[sz]e)(\/|\.|$)/i;
const MAINTENANCE =
  /\b(maintenance|scheduled downtime|temporarily (unavailable|down|offline)|(service|site) (is )?(currently )?unavailable|(will|we'll) be (right )?back)\b/i;
const PASSWORD_FIELD = /<input\b[^>]*\btype\s*=\s*["']?password/i;
const HEADINGS = /<(title|h1|h2)\b[^>]*>(.*?)<\/\1>/gis;

/**
 * Tells in words what an answer really is when it stands in for the one that was asked for.
 *
 * Maintenance is looked for in the title and the headings of HTML only: a page that speaks of maintenance is none.
 */
export function findImposter({ path, contentType = "", body = "" }: Page): string | undefined {
  if (contentType === "" && body === "") return LOGIN_PATH.test(path) ? "a login" : undefined;
  if (!/\bx?html\b/i.test(contentType)) return undefined;
  for (const [, , heading = ""] of body.matchAll(HEADINGS)) {
    if (MAINTENANCE.test(heading)) return "a page of maintenance";
  }
  return PASSWORD_FIELD.test(body) && !LOGIN_PATH.test(path) ? "a login form" : undefined;
}
