import type { SpmError } from "@spm-ops/core";

/** Walks over one JSON text as it comes, holding no more of it than a piece. */
export interface JsonCursor {
  /** Passes this sign, after any white space. */
  expect(sign: string): Promise<void>;
  /** Whether this sign comes next, after any white space. It stays. */
  isNext(sign: string): Promise<boolean>;
  /** Passes this sign if it comes next. */
  takes(sign: string): Promise<boolean>;
  /** The names of an object's fields; the value of each is to be read or passed before the next. */
  fields(): AsyncIterable<string>;
  /** A turn for each element of a list, which is to be read or passed before the next. */
  elements(): AsyncIterable<void>;
  /** A string in pieces, without its quotes and escapes. */
  string(): AsyncIterable<string>;
  /** A short string, without its quotes and escapes. */
  text(): Promise<string>;
  /** A short string, or a number or a word as it is written; nothing for `null`. */
  scalar(): Promise<string | undefined>;
  /** Passes a string, a number or a word. */
  skipScalar(): Promise<void>;
  /** Passes a value of any kind, with all that is in it. */
  skipValue(): Promise<void>;
  /** Gives up the rest. */
  close(): Promise<void>;
}

/** What counts as short: a cell of a table may hold a text. */
const LONGEST_TEXT = 10_000;
const AFTER_WORD = /[,}\]\s]/;
const ESCAPED: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** What has come of a text, and how to get more. */
interface ComingText {
  /** The piece that is looked at. */
  text: string;
  /** The place in it. */
  at: number;
  /** The next sign, which stays. */
  peek(): Promise<string>;
  take(): Promise<string>;
  close(): Promise<void>;
}

/** Creates a cursor at the beginning of a text; `fail` makes the error for what is not JSON. */
export function createJsonCursor(
  source: AsyncIterable<Uint8Array>,
  fail: (why: string) => SpmError,
): JsonCursor {
  const coming = openText(source, fail);

  const peekSign = async () => {
    while (/\s/.test(await coming.peek())) coming.at += 1;
    return coming.peek();
  };
  const isNext = async (sign: string) => (await peekSign()) === sign;
  const takes = async (sign: string) => {
    const comes = await isNext(sign);
    if (comes) coming.at += 1;
    return comes;
  };
  const expect = async (sign: string) => {
    if (!(await takes(sign))) throw fail("the answer is no JSON of the known shape");
  };

  async function* string() {
    await expect('"');
    yield* readString(coming, fail);
  }

  async function* word() {
    if (/[[{]/.test(await peekSign())) throw fail("the answer is no JSON of the known shape");
    while (!AFTER_WORD.test(await coming.peek())) yield coming.take();
  }
  const text = () => collect(string(), fail);
  const skipScalar = async () => {
    for await (const _ of (await isNext('"')) ? string() : word());
  };

  return {
    expect,
    isNext,
    takes,
    fields: () => fieldsOf({ expect, takes, text }),
    elements: () => elementsOf({ expect, takes }),
    string,
    text,
    async scalar() {
      if (await isNext('"')) return text();
      const written = await collect(word(), fail);
      return written === "null" ? undefined : written;
    },
    skipScalar,
    skipValue: () => skipValue(coming, { peekSign, skipScalar }),
    close: coming.close,
  };
}

async function skipValue(
  coming: ComingText,
  read: { peekSign(): Promise<string>; skipScalar(): Promise<void> },
): Promise<void> {
  let depth = 0;
  do {
    const sign = await read.peekSign();
    if (/[[\]{},:]/.test(sign)) coming.at += 1;
    else await read.skipScalar();
    if (/[[{]/.test(sign)) depth += 1;
    if (/[\]}]/.test(sign)) depth -= 1;
  } while (depth > 0);
}

async function* fieldsOf({
  expect,
  takes,
  text,
}: Pick<JsonCursor, "expect" | "takes" | "text">): AsyncGenerator<string> {
  await expect("{");
  if (await takes("}")) return;
  do {
    const name = await text();
    await expect(":");
    yield name;
  } while (await takes(","));
  await expect("}");
}

async function* elementsOf({ expect, takes }: Pick<JsonCursor, "expect" | "takes">): AsyncGenerator<void> {
  await expect("[");
  if (await takes("]")) return;
  do yield;
  while (await takes(","));
  await expect("]");
}

async function collect(pieces: AsyncIterable<string>, fail: (why: string) => SpmError): Promise<string> {
  let text = "";
  for await (const piece of pieces) {
    text += piece;
    if (text.length > LONGEST_TEXT) throw fail("a text in the answer has no end");
  }
  return text;
}

function openText(source: AsyncIterable<Uint8Array>, fail: (why: string) => SpmError): ComingText {
  const pieces = source[Symbol.asyncIterator]();
  const decoder = new TextDecoder();
  const coming: ComingText = {
    text: "",
    at: 0,
    async peek() {
      while (coming.at >= coming.text.length) {
        const next = await pieces.next();
        if (next.done) throw fail("the answer ends early or is no JSON");
        coming.text = decoder.decode(next.value, { stream: true });
        coming.at = 0;
      }
      return coming.text.charAt(coming.at);
    },
    async take() {
      const sign = await coming.peek();
      coming.at += 1;
      return sign;
    },
    async close() {
      await pieces.return?.();
    },
  };
  return coming;
}

/** A string behind its opening quote, in pieces. */
async function* readString(coming: ComingText, fail: (why: string) => SpmError): AsyncGenerator<string> {
  for (;;) {
    await coming.peek();
    const { text, at } = coming;
    const ends = [text.indexOf('"', at), text.indexOf("\\", at)].filter((found) => found >= 0);
    const until = Math.min(text.length, ...ends);
    if (until > at) yield text.slice(at, until);
    coming.at = until;
    if (until >= text.length) continue;
    if ((await coming.take()) === '"') return;
    yield await readEscape(coming, fail);
  }
}

async function readEscape({ take }: ComingText, fail: (why: string) => SpmError): Promise<string> {
  const sign = await take();
  if (sign !== "u") return ESCAPED[sign] ?? sign;
  const digits = [await take(), await take(), await take(), await take()].join("");
  if (!/^[0-9a-f]{4}$/i.test(digits)) throw fail("the answer holds an escape that is none");
  return String.fromCharCode(Number.parseInt(digits, 16));
}
