import { SpmError } from "@spm-ops/core";
import type { ConnectorCall, Handle } from "../contract/spm-connector.js";
import { readPublishedFile } from "./published-file.js";
import type { VaricentCalls } from "./varicent-calls.js";
import { PUBLISHED, toRun } from "./varicent-job.js";
import type { VaricentSettings } from "./varicent-options.js";
import { publishedList } from "./varicent-replies.js";

interface WantedFile {
  readonly file: string;
  readonly reports: VaricentSettings["reports"];
}

/** The bytes of a report: of the very file that the handle names, or of the newest of that name. */
export async function* readReport(
  calls: VaricentCalls,
  { kind, object, task }: Handle,
  reports: VaricentSettings["reports"],
  call: ConnectorCall,
): AsyncGenerator<Uint8Array> {
  if (kind !== "report") {
    const operation = `read a report of a ${kind}`;
    throw new SpmError("operation.unsupported", "Only what was started as a report has a report.", {
      operation,
    });
  }
  const file = object.slice(PUBLISHED.length);
  const uuid = toRun(task) === undefined ? task : await findPublished(calls, { file, reports }, call);
  for await (const part of openPublished(calls, uuid, call)) if ("bytes" in part) yield part.bytes;
}

/** The id of the newest published file of a name, by the end of the list that the options call the newest. */
export async function findPublished(
  calls: VaricentCalls,
  { file, reports }: WantedFile,
  call: ConnectorCall,
): Promise<string> {
  const operation = `find the published file ${file}`;
  const listed = await calls.ask({ path: "publishedfiles", operation, ...call }, publishedList);
  for (const { uuid, filename } of reports?.newest === "last" ? listed.toReversed() : listed) {
    if ((filename ?? (await readFileName(calls, uuid, call))) === file) return uuid;
  }
  throw new SpmError("remote.not-found", `The model shows no published file ${file} to this user.`, {
    operation,
  });
}

/** The list is documented with ids only; a file's name stands before its content, which is then given up. */
async function readFileName(
  calls: VaricentCalls,
  uuid: string,
  call: ConnectorCall,
): Promise<string | undefined> {
  for await (const part of openPublished(calls, uuid, call)) if ("filename" in part) return part.filename;
  return undefined;
}

function openPublished(calls: VaricentCalls, uuid: string, call: ConnectorCall) {
  const operation = `read the published file ${uuid}`;
  const path = `publishedfiles/${encodeURIComponent(uuid)}`;
  return readPublishedFile(calls.bytes({ path, operation, ...call }), operation);
}
