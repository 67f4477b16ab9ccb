// A key as a JSON Pointer names it, and back.

export const escaped = (key: string): string => key.replaceAll("~", "~0").replaceAll("/", "~1");
export const unescaped = (part: string): string => part.replaceAll("~1", "/").replaceAll("~0", "~");
