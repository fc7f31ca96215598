import type { SimulatedRequest } from "./host.js";
import type { Reply } from "./reply.js";

/** A request with the named groups of its route's path. */
export type RoutedRequest = SimulatedRequest & { readonly parts: Readonly<Record<string, string>> };

/** One resource of an API: a method, and a path whose named groups the handler is given. */
export interface Route<Scope, Request extends RoutedRequest = RoutedRequest> {
  readonly method: string;
  readonly path: RegExp;
  readonly handle: (scope: Scope, request: Request) => Promise<Reply> | Reply;
}

/** The route of a path, `wrong-method` when the path is one of others, or nothing. */
export function findRoute<R extends Pick<Route<never>, "method" | "path">>(
  routes: readonly R[],
  method: string,
  path: string,
): { readonly route: R; readonly parts: Readonly<Record<string, string>> } | "wrong-method" | undefined {
  const matches = routes.flatMap((route) => {
    const match = route.path.exec(path);
    return match === null ? [] : [{ route, parts: { ...match.groups } }];
  });
  const met = matches.find(({ route }) => route.method === method);
  return met ?? (matches.length > 0 ? "wrong-method" : undefined);
}
