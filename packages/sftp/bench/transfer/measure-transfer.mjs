import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeSync,
} from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";
import { fetchFile, openSftpSite } from "../../dist/index.js";
import { startDelayProxy } from "./delay-proxy.mjs";
import { startOpensshServer } from "./openssh-server.mjs";

const ROUND_TRIP_MS = 50;
const FAR_MEGABYTES = 50;

const run = promisify(execFile);

function writeRandomFile(path, bytes) {
  const file = openSync(path, "w");
  for (let left = bytes; left > 0; left -= 1_000_000) writeSync(file, randomBytes(Math.min(left, 1_000_000)));
  closeSync(file);
  return path;
}

/** Opens something, works with it, and closes it. */
async function using(opening, act) {
  const opened = await opening;
  try {
    return await act(opened);
  } finally {
    await opened[Symbol.asyncDispose]();
  }
}

/** As a delivery is downloaded: ordered, length-checked, hashed, on the disk, and looked at again. */
async function download(site, from, to) {
  await fetchFile(site, await site.stat(from), to);
}

async function upload(site, from, to) {
  await site.write(to, createReadStream(from, { highWaterMark: 1 << 20 }));
}

async function list(site, path, expected) {
  let entries = 0;
  for await (const _ of site.list(path)) entries += 1;
  if (entries !== expected) throw new RangeError(`The list has ${entries} entries of ${expected}.`);
}

/** The shortest of several rounds of each, taken in turns, because others use the machine as well. */
async function measure(rounds, acts, before = () => undefined) {
  const best = Object.fromEntries(Object.keys(acts).map((name) => [name, Number.POSITIVE_INFINITY]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, act] of Object.entries(acts)) {
      before();
      const begun = performance.now();
      await act();
      best[name] = Math.min(best[name], performance.now() - begun);
    }
  }
  return best;
}

const speeds = (times, bytes) =>
  Object.fromEntries(
    Object.entries(times).map(([name, ms]) => [name, Number((bytes / 1_000 / ms).toFixed(1))]),
  );
const seconds = (times) =>
  Object.fromEntries(Object.entries(times).map(([name, ms]) => [name, Number((ms / 1_000).toFixed(2))]));

function makeFiles(folder, name, count) {
  const path = join(folder, name);
  mkdirSync(path);
  for (let index = 0; index < count; index += 1) {
    closeSync(openSync(join(path, `orders_${String(index).padStart(6, "0")}.csv`), "w"));
  }
  return path;
}

async function measureNear(server, { folder, sizeBytes, rounds }) {
  const { options, login } = server;
  const source = writeRandomFile(join(folder, "source"), sizeBytes);
  const target = join(folder, "target");
  const clean = () => rmSync(target, { force: true });
  const flags = server.clientOptions();
  const downloads = await measure(
    rounds,
    {
      site: () => using(openSftpSite(options), (site) => download(site, source, target)),
      sftp: () => run("sftp", [...flags, `${login}:${source}`, target]),
      scp: () => run("scp", [...flags, `${login}:${source}`, target]),
    },
    clean,
  );
  const uploads = await measure(
    rounds,
    {
      site: () => using(openSftpSite(options), (site) => upload(site, source, target)),
      sftp: () => runBatch(flags, login, `put ${source} ${target}`),
      scp: () => run("scp", [...flags, source, `${login}:${target}`]),
    },
    clean,
  );
  clean();
  const many = makeFiles(folder, "fifty-thousand", 50_000);
  const lists = await measure(rounds, {
    site: () => using(openSftpSite(options), (site) => list(site, many, 50_000)),
    sftp: () => runBatch(flags, login, `ls -1 ${many}`),
  });
  return {
    downloadMegabytesPerSecond: speeds(downloads, sizeBytes),
    uploadMegabytesPerSecond: speeds(uploads, sizeBytes),
    list50000Seconds: seconds(lists),
  };
}

async function runBatch(flags, login, command) {
  const child = run("sftp", ["-b", "-", ...flags, login], { maxBuffer: 1 << 28 });
  child.child.stdin.end(`${command}\n`);
  await child;
}

async function measureFar(server, proxy, { folder, rounds }) {
  const options = { ...server.options, port: proxy.port };
  const bytes = FAR_MEGABYTES * 1_000_000;
  const source = writeRandomFile(join(folder, "far-source"), bytes);
  const target = join(folder, "far-target");
  const clean = () => rmSync(target, { force: true });
  const many = makeFiles(folder, "hundred-thousand", 100_000);
  return {
    roundTripMs: ROUND_TRIP_MS,
    downloadMegabytesPerSecond: speeds(
      await measure(
        rounds,
        { site: () => using(openSftpSite(options), (site) => download(site, source, target)) },
        clean,
      ),
      bytes,
    ),
    uploadMegabytesPerSecond: speeds(
      await measure(
        rounds,
        { site: () => using(openSftpSite(options), (site) => upload(site, source, target)) },
        clean,
      ),
      bytes,
    ),
    list100000Seconds: seconds(
      await measure(rounds, {
        site: () => using(openSftpSite(options), (site) => list(site, many, 100_000)),
      }),
    ),
  };
}

/**
 * Transfers and listings beside OpenSSH's own clients, on this machine and behind a relay that adds 50 ms. Prints its
 * lines and returns its figures.
 *
 * Ours are verified: ordered, length-checked, hashed. Theirs and ours include the login.
 */
export async function measureTransfer({ megabytes = 500, rounds = 3 } = {}) {
  // In memory where the system has such a folder, so that no disk is measured.
  const folder = mkdtempSync(join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "bench-transfer-"));
  const plan = { folder, sizeBytes: megabytes * 1_000_000, rounds };
  const load = Number(loadavg()[0].toFixed(2));
  try {
    const figures = await using(startOpensshServer(), async (server) => ({
      near: await measureNear(server, plan),
      far: await using(startDelayProxy(server.port, ROUND_TRIP_MS), (proxy) =>
        measureFar(server, proxy, plan),
      ),
    }));
    for (const [where, measured] of Object.entries(figures)) {
      for (const [what, figure] of Object.entries(measured))
        console.log(`${where}, ${what}: ${JSON.stringify(figure)}`);
    }
    return { megabytes, rounds, load, ...figures };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
