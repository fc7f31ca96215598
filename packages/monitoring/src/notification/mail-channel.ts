import { defineChannel, html, type RetryPolicy, sha256 } from "@spm-ops/core";
import { NOTICE_RETRY } from "./channel-targets.js";
import { type Notice, noticesSchema, shorten, toHeadline, toSentences } from "./notice.js";

/** A mail as a mailer gets it. */
export interface Mail {
  readonly to: string;
  /** One line. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same for every attempt at the same mail: `<…@domain>`. */
  readonly messageId: string;
}

/** Whatever sends mails. */
export interface Mailer {
  /**
   * Hands a mail over to the mail server, and returns what it answered.
   *
   * @throws SpmError `remote.unavailable` or `remote.throttled` when it certainly was not taken, `remote.unknown` when
   * nobody knows.
   */
  send(mail: Mail, call: { readonly signal: AbortSignal }): Promise<{ readonly response: string }>;
}

export interface MailChannelOptions {
  /** @defaultValue "mail" */
  readonly name?: string | undefined;
  readonly mailer: Mailer;
  /** The domain of the ids of the mails: one's own. */
  readonly domain: string;
  /** @defaultValue 10 tries, 2 seconds after the first and a minute at most between them */
  readonly retry?: RetryPolicy | undefined;
  /** How long one try may take. @defaultValue 60_000 */
  readonly timeoutMs?: number | undefined;
}

/** Subjects are cut where many readers of mail cut them. */
const MOST_SUBJECT = 150;

/**
 * The channel to people's mail boxes; a target is an address.
 *
 * A mail goes only once: where nobody knows whether the server took it, a person has to look.
 *
 * @throws SpmError `config.invalid` for a name that is none.
 */
export function createMailChannel(options: MailChannelOptions) {
  const { mailer, domain, name = "mail", retry = NOTICE_RETRY, timeoutMs = 60_000 } = options;
  return defineChannel({
    name,
    payload: noticesSchema,
    contract: "once",
    retry,
    timeoutMs,
    onDoubt: {
      instructions: [
        "Look for the mail in the log of the mail server, by its Message-ID, or ask whom it was for.",
        "When it has arrived, resolve the message as happened; when it has not, as absent.",
      ],
    },
    perform: async ({ target, notices }, { key, signal }) => {
      const messageId = `<${sha256(key)}@${domain}>`;
      const { response } = await mailer.send({ ...toMailText(notices), to: target, messageId }, { signal });
      return { messageId, response };
    },
  });
}

/** Notices as subject and body of a mail. The subject is one line, whatever they say. */
function toMailText(notices: readonly Notice[]): Pick<Mail, "subject" | "text" | "html"> {
  const headline = toHeadline(notices);
  const parts = notices.map((notice) => ({ headline: notice.headline, sentences: toSentences(notice) }));
  return {
    subject: shorten(oneLine(headline), MOST_SUBJECT),
    text: parts.map(({ headline: head, sentences }) => [head, "", ...sentences].join("\n")).join("\n\n"),
    html: html`${parts.map(
      ({ headline: head, sentences }) =>
        html`<h2>${head}</h2>${sentences.map((sentence) => html`<p>${sentence}</p>`)}`,
    )}`.markup,
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}
