/** The module itself, where a host compiles what is imported: Cloudflare's workers, Vercel's edge. */
declare const module: WebAssembly.Module;
export default module;
