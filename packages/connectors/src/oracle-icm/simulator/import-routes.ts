import { text } from "node:stream/consumers";
import { z } from "zod";
import type { Reply } from "../../simulator/reply.js";
import type { Imports } from "./imports.js";
import { collectionReply, itemReply, refusal } from "./reply.js";
import type { ApiRequest, ApiScope } from "./scope.js";

/** What every environment knows; the others are its own. */
const USUAL_ATTRIBUTES = [
  "Activate",
  "AttachmentObjectCode",
  "Cancel",
  "DataFiles",
  "DateFormat",
  "DecimalSeparator",
  "Delimiter",
  "Description",
  "EnableCustomBusinessLogic",
  "FileEncoding",
];

const dataFile = z.strictObject({
  FileName: z.string().max(150).optional(),
  InputFileContentId: z.string().max(150),
  MessageCode: z.string().max(100).optional(),
});

const created = z
  .object({
    Activate: z.enum(["YES", "NO"]).default("NO"),
    Description: z.string().max(250).optional(),
    DataFiles: z.array(dataFile).length(1),
  })
  .catchall(z.string());

const changed = z.object({ Activate: z.enum(["YES", "NO"]).optional(), Cancel: z.string().optional() });

/** Answers what is asked of the import activities. */
export async function answerImports(scope: ApiScope, request: ApiRequest): Promise<Reply> {
  const { method, parts, url, headers } = request;
  const { imports, conditions } = scope;
  if (imports === undefined) return refusal(404, "The resource does not exist.", headers["accept"]);
  if (conditions.hidesImports) return refusal(403, "The user has no rights to imports.", headers["accept"]);
  const isExpanded =
    url.searchParams.get("expand") === "DataFiles" || url.searchParams.get("expand") === "all";
  const id = parts["id"];
  if (method === "POST") return create(imports, request);
  if (id === undefined)
    return collectionReply(imports.list().map((each) => imports.toItem(each, isExpanded)));
  const activity = imports.find(id);
  if (activity === undefined) return refusal(404, `There is no import activity ${id}.`, headers["accept"]);
  if (method === "PATCH") {
    const { success, data } = changed.safeParse(toJson(await text(request.body)));
    if (!success) return refusal(400, "The payload is invalid.", headers["accept"]);
    if (data.Cancel === imports.definition.cancelValue) imports.cancel(activity);
    if (data.Activate === "YES") await imports.activate(activity);
  }
  return itemReply(imports.toItem(activity, isExpanded));
}

async function create(imports: Imports, { body, headers }: ApiRequest): Promise<Reply> {
  const refuse = (detail: string) => refusal(400, detail, headers["accept"]);
  const payload = toJson(await text(body));
  const { success, data, error } = created.safeParse(payload);
  if (!success) return refuse(`The payload is invalid: ${error.issues[0]?.path.join(".")}.`);
  const { objectAttribute, attributes: own, objects } = imports.definition;
  const known = [...USUAL_ATTRIBUTES, objectAttribute, ...own];
  const unknown = Object.keys(data).find((name) => !known.includes(name));
  if (unknown !== undefined) return refuse(`Invalid attribute "${unknown}" in the payload`);
  const { Activate, DataFiles, ...attributes } = data;
  const told = Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
  if (!objects.some(({ code }) => code === told[objectAttribute]))
    return refuse(`${objectAttribute} is invalid.`);
  const [file] = DataFiles;
  const inputFileContentId = file?.InputFileContentId ?? "";
  const activity = imports.create({ attributes: told, fileName: file?.FileName ?? "", inputFileContentId });
  if (Activate === "YES") await imports.activate(activity);
  return itemReply(imports.toItem(activity, true), 201);
}

function toJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
