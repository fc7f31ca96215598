import type { ConnectorCall } from "../contract/spm-connector.js";
import { createJsonCursor, type JsonCursor } from "../http/json-cursor.js";
import { type OracleIcmCalls, toQuery } from "./oracle-icm-calls.js";
import { toFail } from "./oracle-icm-documents.js";
import type { ResourceSettings } from "./oracle-icm-report-options.js";

interface Page {
  readonly rows: readonly string[];
  /** Not told by a few collections. */
  readonly hasMore: boolean | undefined;
  /** How many the vendor gives at once, which may be fewer than were asked for. */
  readonly limit: number | undefined;
}

/**
 * The records of a resource as separated text, page by page to the last one.
 *
 * Numbers are handed out as the vendor writes them: its ids are longer than a number here can be, and amounts keep
 * their zeros. An attribute without a value is an empty cell.
 */
export async function* readResource(
  calls: OracleIcmCalls,
  settings: ResourceSettings,
  call: ConnectorCall,
): AsyncGenerator<Uint8Array> {
  yield Buffer.from(toLine(settings.fields));
  for (let offset = 0; ; ) {
    const { rows, hasMore, limit } = await calls.again(() => readPage(calls, settings, offset, call), call);
    yield Buffer.from(rows.join(""));
    offset += rows.length;
    const mayBeMore = hasMore ?? rows.length >= (limit ?? settings.recordsPerPage);
    if (!mayBeMore || rows.length === 0) return;
  }
}

async function readPage(
  calls: OracleIcmCalls,
  { api, resource, fields, q, orderBy, recordsPerPage: limit }: ResourceSettings,
  offset: number,
  { signal }: ConnectorCall,
): Promise<Page> {
  const operation = `read ${resource} from record ${offset} on`;
  const query = toQuery({ q, orderBy, limit, offset, onlyData: "true" });
  const path = `${resource}?fields=${fields.join(",")}&${query}`;
  const { bytes } = await calls.openLook({ api, path, operation, signal });
  const fail = toFail(operation);
  const cursor = createJsonCursor(bytes, fail);
  let rows: readonly string[] | undefined;
  let hasMore: boolean | undefined;
  let told: number | undefined;
  try {
    for await (const name of cursor.fields()) {
      if (name === "items") rows = await readRows(cursor, fields);
      else if (name === "hasMore") hasMore = (await cursor.scalar()) === "true";
      else if (name === "limit") told = Number(await cursor.scalar());
      else await cursor.skipValue();
    }
  } finally {
    await cursor.close();
  }
  if (rows === undefined) throw fail("the answer is no collection");
  return { rows, hasMore, limit: told };
}

async function readRows(cursor: JsonCursor, fields: readonly string[]): Promise<readonly string[]> {
  const rows: string[] = [];
  for await (const _ of cursor.elements()) {
    const cells = new Map<string, string>();
    for await (const name of cursor.fields()) {
      if (fields.includes(name)) cells.set(name, (await cursor.scalar()) ?? "");
      else await cursor.skipValue();
    }
    rows.push(toLine(fields.map((field) => cells.get(field) ?? "")));
  }
  return rows;
}

function toLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",")}\n`;
}
