import type { ConnectorCall, Staged } from "../contract/spm-connector.js";
import type { StageableFile } from "../contract/stageable-file.js";
import type { CaptivateiqCalls } from "./captivateiq-calls.js";
import { assertImportable } from "./captivateiq-file.js";
import { requireLink } from "./captivateiq-link.js";
import type { CaptivateiqObjects, LoadObject } from "./captivateiq-objects.js";
import type { CaptivateiqImportMode, CaptivateiqSettings, LoadSettings } from "./captivateiq-options.js";
import { templateReply, type Upload, uploadReply } from "./captivateiq-replies.js";
import { sendTo, type TransferOptions } from "./captivateiq-transfer.js";

export interface CaptivateiqStaging {
  readonly calls: CaptivateiqCalls;
  readonly objects: CaptivateiqObjects;
  readonly settings: Pick<CaptivateiqSettings, "address" | "links">;
  readonly transfer: TransferOptions;
}

const MODES: Readonly<Record<CaptivateiqImportMode, string>> = {
  upsert: "upsert",
  "insert-only": "insert_only",
  "replace-all": "overwrite",
  "delete-listed": "delete",
};

/**
 * Makes an upload for the import of a file, and sends the bytes to its link.
 *
 * An upload that nobody processes changes nothing, so a file whose sending failed goes into a new one.
 */
export async function uploadFile(
  staging: CaptivateiqStaging,
  { load, file }: { readonly load: LoadObject; readonly file: StageableFile },
  call: ConnectorCall,
): Promise<Staged> {
  const { calls, objects } = staging;
  call.signal?.throwIfAborted();
  const findWorksheet = () => objects.worksheets.get("load", load.settings.worksheet, call);
  await assertImportable(load.settings, file, async () => {
    const { id, name } = await findWorksheet();
    const operation = `read the header that the worksheet ${name} takes`;
    const path = `data-worksheets/${encodeURIComponent(id)}/records/import/template/`;
    return calls.ask({ path, operation, ...call }, templateReply);
  });
  const worksheet = await findWorksheet();
  const upload = await calls.again(() => uploadOnce(staging, { load, file, worksheet }, call), call);
  const { name, sizeBytes, sha256 } = file;
  return { load: load.id, name, sizeBytes, sha256, chunks: 1, reference: upload.id };
}

interface Import {
  readonly load: LoadObject;
  readonly file: StageableFile;
  readonly worksheet: { readonly id: string; readonly name: string };
}

async function uploadOnce(
  { calls, settings: { address, links }, transfer }: CaptivateiqStaging,
  { load, file, worksheet: { id, name } }: Import,
  call: ConnectorCall,
): Promise<Upload> {
  const operation = `make an upload of ${file.name} for the worksheet ${name}`;
  const path = `data-worksheets/${encodeURIComponent(id)}/records/import/`;
  const body = toImportBody(load.settings, file.name);
  const upload = await calls.post(
    { path, body, intent: "repeatable-change", operation, ...call },
    uploadReply,
  );
  const { uploadPointer: pointer, origins } = links;
  const link = requireLink(upload.details, { pointer, origins, apiAddress: address }, operation);
  await sendTo(link, file, links, { ...transfer, ...call });
  return upload;
}

function toImportBody(settings: LoadSettings, fileName: string): object {
  const { mode, dataMappings, loadAllColumns, delimiter, dateFormat, encoding } = settings;
  return {
    file_name: fileName,
    params: { import_mode: MODES[mode], data_mappings: dataMappings, load_all_columns: loadAllColumns },
    ...(encoding !== undefined && { encoding }),
    ...(dateFormat !== undefined && { date_format: dateFormat }),
    // The vendor's own word for a tab is a backslash and a t.
    ...(delimiter !== undefined && { delimiter: delimiter === "tab" ? "\\t" : delimiter }),
  };
}
