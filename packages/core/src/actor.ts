import { z } from "zod";

/** A person or a service that did something. The id is the one under which the client knows them. */
export const actorSchema = z.strictObject({
  kind: z.enum(["person", "service"]),
  id: z.string().min(1),
});

export type Actor = Readonly<z.infer<typeof actorSchema>>;
