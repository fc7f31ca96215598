import { expect, test } from "vitest";
import { createFakeClock } from "../testing/fake-clock.js";
import { describeWakeEngineContract } from "../testing/wake-engine-contract.js";
import { createInProcessEngine } from "./in-process-engine.js";

describeWakeEngineContract("an engine in the process", async ({ onError }) => {
  const clock = createFakeClock();
  return { engine: createInProcessEngine({ clock, onError }), clock, close: async () => undefined };
});

test("forgets an earlier moment for the last one that was asked for", async () => {
  await using engine = createInProcessEngine();
  const woken: string[] = [];
  await new Promise<void>((resolve) => {
    void engine.start(async ({ id }) => {
      woken.push(id);
      if (id === "last") resolve();
    });
    const inAMoment = Date.now() + 20;
    void engine.wake({ kind: "note", id: "put off" }, inAMoment);
    void engine.wake({ kind: "note", id: "put off" }, inAMoment + 86_400_000);
    void engine.wake({ kind: "note", id: "last" }, inAMoment + 20);
  });
  expect(woken).toEqual(["last"]);
});

test("warns of a failure where nobody listens", async () => {
  const warned = new Promise<Error>((resolve) => process.once("warning", resolve));
  await using engine = createInProcessEngine({ clock: createFakeClock() });
  await engine.start(async () => {
    throw new RangeError("no luck");
  });
  await engine.wake({ kind: "note", id: "1" });
  expect(await warned).toMatchObject({ name: "WakeWarning", message: "The wake of note/1 failed: no luck" });
});

test("forgets with its end what it was to wake later", async () => {
  const engine = createInProcessEngine();
  await engine.wake({ kind: "note", id: "1" }, Date.now() + 86_400_000);
  await engine.stop();
  await engine.wake({ kind: "note", id: "1" });
  await expect(engine.start(async () => undefined)).rejects.toThrow(TypeError);
});
