import { assertLoadable } from "../contract/assert-loadable.js";
import type { ConnectorCall, Staged } from "../contract/spm-connector.js";
import type { StageableFile } from "../contract/stageable-file.js";
import type { OracleIcmCalls } from "./oracle-icm-calls.js";
import { toDocumentName, uploadDocument } from "./oracle-icm-documents.js";
import { createActivity } from "./oracle-icm-imports.js";
import type { LoadSettings } from "./oracle-icm-load-options.js";
import type { LoadObject } from "./oracle-icm-objects.js";
import { LARGEST_BYTES } from "./zip-format.js";

/** The longest name of a data file. */
const LONGEST_NAME = 150;
/** How every zip with a file in it begins. */
const ZIP_BEGINS = Buffer.from("PK\u0003\u0004");

/**
 * Puts a file into the content server, and for Import Management also creates the activity that will read it.
 *
 * Each upload is a document of its own, and nothing reads it before it is started, so a file whose upload failed goes
 * into a new one. The reference is the id of the document, or of the activity.
 */
export async function stageFile(
  calls: OracleIcmCalls,
  { load, file }: { readonly load: LoadObject; readonly file: StageableFile },
  call: ConnectorCall,
): Promise<Staged> {
  call.signal?.throwIfAborted();
  const { settings } = load;
  await assertFits(settings, file);
  const documentId = await calls.again(() => uploadDocument(calls, settings, file, call), call);
  const { name, sizeBytes, sha256 } = file;
  const staged = { load: load.id, name: toDocumentName(settings, file), sizeBytes, sha256, chunks: 1 };
  if (settings.kind === "job") return { ...staged, reference: documentId };
  const create = () => createActivity(calls, settings, { name, documentId }, call);
  return { ...staged, reference: await calls.again(create, call) };
}

/** Refuses a file of which it is certain that nothing could load it. */
async function assertFits(load: LoadSettings, file: StageableFile): Promise<void> {
  const issues: string[] = [];
  if (load.kind === "import-activity" && file.name.length > LONGEST_NAME) {
    issues.push(`has a name of ${file.name.length} characters, and the vendor takes ${LONGEST_NAME}`);
  }
  if (load.kind === "job" && load.pack === "zip" && file.sizeBytes > LARGEST_BYTES) {
    issues.push(`has ${file.sizeBytes} bytes, and a zip takes ${LARGEST_BYTES}`);
  }
  const wantsZip = load.kind === "job" && load.pack === "none" && load.contentType === "zip";
  if (wantsZip && file.sizeBytes > 0 && !(await isZip(file))) {
    issues.push('is no zip, which the load declares; declare `pack: "zip"` to have it packed');
  }
  assertLoadable(file, issues);
}

async function isZip(file: StageableFile): Promise<boolean> {
  let begin = Buffer.alloc(0);
  for await (const piece of file.open()) {
    begin = Buffer.concat([begin, piece]);
    if (begin.byteLength >= ZIP_BEGINS.byteLength) break;
  }
  return begin.subarray(0, ZIP_BEGINS.byteLength).equals(ZIP_BEGINS);
}
