// The walks that there are, and the guide that tells them: a page for each, in docs/guide/.
import { fileURLToPath } from "node:url";
import { leonardo } from "./leonardo.mjs";
import { rundiffusion } from "./rundiffusion.mjs";
import { runway } from "./runway.mjs";

export const walks = [leonardo, rundiffusion, runway];

export const guide = fileURLToPath(new URL("../../../docs/guide/", import.meta.url));
export const pictureOf = ({ name }, nth) => `pictures/${name}-${nth}.webp`;

/** The page of a walk: what each step says, and its picture under it. */
export const written = (walk) => `# ${walk.title}

${walk.about}

What the platform's own help page tells, done with bursar: \`npm start\`, then follow. The people and accounts are those of the development server, and nobody pays: prices of packs and plans are examples. \`npm run deep -- guide\` made this page, and \`npm test\` plays its steps and looks for all that they tell.

${walk.steps.map((step, index) => `${index + 1}. ${step.say}${step.picture ? `\n\n   ![${step.picture.alt}](${pictureOf(walk, index + 1)})` : ""}`).join("\n\n")}
`;
