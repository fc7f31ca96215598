import { z } from "zod";

const LONGEST_TEXT = 500;

/** Where vendors put the words of an error, the most telling first. */
const worded = z.object({
  errorCode: z.string().optional().catch(undefined),
  status: z.object({ message: z.string() }).optional().catch(undefined),
  statusMessage: z.string().optional().catch(undefined),
  message: z.string().optional().catch(undefined),
  Message: z.string().optional().catch(undefined),
  detail: z.string().optional().catch(undefined),
  "o:errorDetails": z
    .array(z.object({ detail: z.string() }))
    .min(1)
    .optional()
    .catch(undefined),
  title: z.string().optional().catch(undefined),
  error_description: z.string().optional().catch(undefined),
  error: z
    .union([z.string(), z.object({ message: z.string() })])
    .optional()
    .catch(undefined),
});

/** What the body of an error says, for people: the message of JSON of several shapes, the title of a page, a text. */
export function toErrorText(body: string, contentType: string | undefined): string {
  const text = body.trim();
  if (text === "") return "an empty answer";
  if (isHtml(text, contentType)) {
    const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1]?.trim();
    return title === undefined || title === "" ? "an HTML page" : `an HTML page titled "${shorten(title)}"`;
  }
  return shorten(fromJson(text) ?? text);
}

function isHtml(text: string, contentType: string | undefined): boolean {
  return contentType?.includes("html") === true || /^<(!doctype|html)/i.test(text);
}

function fromJson(text: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const texts = (Array.isArray(value) ? value : [value]).map(toWords).filter((words) => words !== undefined);
  return texts.length === 0 ? undefined : texts.join("; ");
}

function toWords(value: unknown): string | undefined {
  const { data } = worded.safeParse(value);
  if (data === undefined) return undefined;
  const error = typeof data.error === "object" ? data.error.message : data.error;
  const words =
    data["o:errorDetails"]?.map(({ detail }) => detail).join("; ") ??
    data.status?.message ??
    data.statusMessage ??
    data.message ??
    data.Message ??
    data.detail ??
    data.error_description ??
    error ??
    data.title;
  return words === undefined || data.errorCode === undefined ? words : `${data.errorCode}: ${words}`;
}

function shorten(text: string): string {
  return text.length <= LONGEST_TEXT ? text : `${text.slice(0, LONGEST_TEXT)}…`;
}
