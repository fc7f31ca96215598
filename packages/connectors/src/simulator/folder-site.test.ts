import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeFileSiteContract } from "@spm-ops/core/testing";
import { createFolderSite } from "./folder-site.js";

describeFileSiteContract("the folder that stands for a vendor's site", async () => {
  const root = await mkdtemp(join(tmpdir(), "folder-site-"));
  await mkdir(join(root, "Data"));
  return {
    site: createFolderSite(root),
    folder: "/Data",
    close: () => rm(root, { recursive: true, force: true }),
  };
});
