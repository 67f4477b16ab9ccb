/** What a merge patch makes of something (RFC 7386, section 2). */
export function merged(before, patch) {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const after = typeof before === "object" && before !== null && !Array.isArray(before) ? { ...before } : {};
  for (const [key, part] of Object.entries(patch)) {
    if (part === null) delete after[key];
    else after[key] = merged(after[key], part);
  }
  return after;
}
