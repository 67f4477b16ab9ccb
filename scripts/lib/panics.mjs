// What a panic would say, nobody hears: in this module it traps, and `pkg/src` tells of a trap. The words, the
// places in the source and what prints them are taken out; the traps stay, one for each panic.
import binaryen from "binaryen";

/** By their names: functions of the standard library that never return. */
const neverReturn = [
  /^core(\[\w+\])?::panicking::/,
  /^core(\[\w+\])?::(option|result|cell|slice|str)::.*(_failed|_fail|panic_already_\w+)\b/,
  /^<?alloc(\[\w+\])?::.*::(assert_failed|handle_error|handle_alloc_error)\b/,
  /^<?std(\[\w+\])?::panicking::(begin_panic|panic_handler|panic_with_hook)/,
  /^std(\[\w+\])?::(thread::local::panic_access_error|alloc::rust_oom)\b/,
  /^__rustc(\[\w+\])?::rust_panic\b/,
];

/** Fewer would mean that the standard library calls them something else by now. */
const least = 30;

/** The module with nothing but a trap in each of them. It needs the functions' names, which optimising takes away. */
export function silenced(wasm) {
  const module = binaryen.readBinary(wasm);
  try {
    const count = module.getNumFunctions();
    const all = Array.from({ length: count }, (_, at) => binaryen.getFunctionInfo(module.getFunctionByIndex(at)));
    const found = all.filter(({ name }) => neverReturn.some((pattern) => pattern.test(name)));
    if (found.length < least) throw new Error(`expected ${least} functions that panic or more, found ${found.length}: what are they called now?`);
    for (const { name, params, results } of found) {
      module.removeFunction(name);
      module.addFunction(name, params, results, [], module.unreachable());
    }
    return module.emitBinary();
  } finally {
    module.dispose();
  }
}
