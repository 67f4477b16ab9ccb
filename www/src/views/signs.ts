// The drawings of the view of rulebooks, which come with it.
import { drawn } from "./icons.ts";

export const signs = {
  fault: drawn("M10 2.500 18 16.500H2zM10 8v4M10 14.300v.2"),
  unequal: drawn("M4 7.500h12M4 12.500h12M13 4 7 16"),
  back: drawn("M8 4 4 8l4 4M4 8h8a4 4 0 0 1 0 8H8"),
};
