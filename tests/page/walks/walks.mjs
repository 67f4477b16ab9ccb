// The walks that there are, and where they are told: each of a platform's on a page of docs/guide/, a minute's in the README.
import { fileURLToPath } from "node:url";
import { leonardo } from "./leonardo.mjs";
import { minute } from "./minute.mjs";
import { rundiffusion } from "./rundiffusion.mjs";
import { runway } from "./runway.mjs";

const at = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** Each with the file that tells it, and how its text stands there. */
export const told = [
  ...[leonardo, rundiffusion, runway].map((walk) => ({ walk, file: at(`docs/guide/${walk.name}.md`), within: () => written(walk) })),
  { walk: minute, file: at("README.md"), within: (readme) => readme.replace(/(<!-- minute -->\n).*(?=<!-- \/minute -->)/s, (_, mark) => `${mark}${steps(minute, "docs/guide/")}\n`) },
];

export const guide = at("docs/guide/");
export const pictureOf = ({ name }, nth) => `pictures/${name}-${nth}.webp`;

/** What each step says, and its picture under it. */
const steps = (walk, folder = "") => walk.steps.map(({ say, picture }, index) => {
  const number = `${index + 1}. `;
  return `${number}${say}\n${picture ? `\n${" ".repeat(number.length)}![${picture.alt}](${folder}${pictureOf(walk, index + 1)})\n` : ""}`;
}).join("\n");

/** The page of a platform's walk. */
const written = (walk) => `# ${walk.title}

${walk.about}

What the platform's own help page tells, done with bursar: \`npm start\`, then follow. The people and accounts are those of the development server, and nobody pays: prices of packs and plans are examples. \`npm run deep -- guide\` made this page, and \`npm test\` plays its steps and looks for all that they tell.

${steps(walk)}`;
