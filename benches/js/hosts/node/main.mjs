// Called with the name of a group of rows and how to look at it, prints what was measured.
import { measuredGroup } from "../../measure.mjs";

const [group, look] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await measuredGroup(group, look)));
