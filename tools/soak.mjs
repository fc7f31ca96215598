// Runs one endurance test with its options: npm run soak NAME -- --minutes 30
import { runNamed } from "./named-program.mjs";

const [name, ...options] = process.argv.slice(2);
await runNamed("soak", name === undefined ? [] : [name], options);
