import type { SpmError } from "@spm-ops/core";

/** Walks over one JSON text as it comes, holding no more of it than a piece. */
export interface JsonCursor {
  /** Passes this sign, after any white space. */
  expect(sign: string): Promise<void>;
  /** Passes this sign if it comes next. */
  takes(sign: string): Promise<boolean>;
  /** A string in pieces, without its quotes and escapes. */
  string(): AsyncIterable<string>;
  /** Passes a string, a number or a word. */
  skipScalar(): Promise<void>;
  /** Gives up the rest. */
  close(): Promise<void>;
}

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
  const takes = async (sign: string) => {
    const isNext = (await peekSign()) === sign;
    if (isNext) coming.at += 1;
    return isNext;
  };
  const expect = async (sign: string) => {
    if (!(await takes(sign))) throw fail("the answer is no JSON of the known shape");
  };

  async function* string() {
    await expect('"');
    yield* readString(coming, fail);
  }

  return {
    expect,
    takes,
    string,
    async skipScalar() {
      if ((await peekSign()) === '"') {
        for await (const _ of string());
        return;
      }
      if (/[[{]/.test(await coming.peek())) throw fail("the answer is no JSON of the known shape");
      while (!/[,}\s]/.test(await coming.peek())) coming.at += 1;
    },
    close: coming.close,
  };
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
