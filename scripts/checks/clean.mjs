// No test leaves anything behind that git sees. GIT_STATUS_BEFORE is what git saw before the first.
import { Stop, gitStatus, main } from "../lib/sh.mjs";

await main(() => {
  const before = (process.env.GIT_STATUS_BEFORE ?? "").split("\n");
  const after = gitStatus().split("\n");
  const differing = [...before.filter((line) => !after.includes(line)), ...after.filter((line) => !before.includes(line))];
  if (differing.length > 0) throw new Stop(`git status is not as it was before the tests:\n${differing.join("\n")}`);
});
