import { subscribe, unsubscribe } from "node:diagnostics_channel";

/** Counts the requests of this process and the refusals among their answers, from now until it is asked. */
export function countCalls() {
  const counted = { calls: 0, refused: 0 };
  const onRequest = () => {
    counted.calls += 1;
  };
  const onAnswer = ({ response }) => {
    if (response.statusCode === 429) counted.refused += 1;
  };
  subscribe("undici:request:create", onRequest);
  subscribe("undici:request:headers", onAnswer);
  return () => {
    unsubscribe("undici:request:create", onRequest);
    unsubscribe("undici:request:headers", onAnswer);
    return counted;
  };
}
