import { z } from "zod";

/** What we read of the vendor's replies, and no more. Ids are numbers or text there, and text here. */
const id = z.union([z.number().int(), z.string().min(1)]).transform(String);

/** The answer to a submission. The vendor refuses with this id and status 200. */
export const REFUSED_REQUEST = "-1";
export const submitReply = z.object({ ReqstId: id });

/** Empty for requests that the service did not submit, and for its own until they are known. */
export const statusReply = z.object({
  items: z.array(z.object({ RequestStatus: z.string().nullish() })).min(1),
});

export const documentList = z.object({
  items: z.array(z.object({ DocumentId: id.nullish(), FileName: z.string().nullish() })),
});

/** A collection, of which one look wants no more than that it is one. */
export const collectionReply = z.object({ items: z.array(z.unknown()) });

const dataFile = z.looseObject({
  InputFileContentId: z.string().nullish(),
  ErrorFileContentId: z.union([z.number().int(), z.string()]).nullish(),
  MessageCode: z.string().nullish(),
});

/** The attributes that tell state and counts are named by the options. A child is a list, or a collection with one. */
export const activityReply = z.looseObject({
  ImportActivityId: id,
  Activate: z.string().nullish(),
  DataFiles: z
    .union([z.array(dataFile), z.object({ items: z.array(dataFile) }).transform(({ items }) => items)])
    .nullish()
    .transform((files) => files ?? []),
});

/** An import activity as the vendor tells it. */
export type ImportActivity = z.output<typeof activityReply>;
export type DataFile = z.output<typeof dataFile>;

export const tokenReply = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() });
