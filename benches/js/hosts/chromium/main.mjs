// What the page does when it is asked to.
import { measuredGroup } from "../../measure.mjs";

globalThis.measuredGroup = measuredGroup;
