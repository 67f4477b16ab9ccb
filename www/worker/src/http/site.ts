// The page's files. On Cloudflare the platform serves them before the worker is asked; on a workerd of one's own they
// come from a folder, which knows neither types nor index.html, and has each file as brotli beside it.
import type { Context } from "hono";
import { getMimeType } from "hono/utils/mime";
import { problem } from "./problems.ts";
import type { App } from "./types.ts";

/** As the page says it itself, in index.html; that nobody may frame it only a header can say. */
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export async function site(c: Context<App>): Promise<Response> {
  const path = c.req.path.endsWith("/") ? `${c.req.path}index.html` : c.req.path;
  // What has no ending is a folder, of which workerd would tell a list.
  const file = /\.\w+$/.test(path) && !path.startsWith("/v1/");
  // Put behind the host, and not against it: `//main.js` would be taken for a host, and the folder at its top for the file.
  const get = async (path: string): Promise<Response | undefined> => (file ? c.env.ASSETS?.fetch(new URL(`http://assets${path}`)) : undefined);
  const small = /\bbr\b/.test(c.req.header("accept-encoding") ?? "") ? await get(`${path}.br`) : undefined;
  const found = small?.ok ? small : await get(path);
  if (!found?.ok) return problem(c, 404, "not_found", "there is nothing here");
  return new Response(found.body, {
    // As it lies there: compressed once, by the build.
    encodeBody: "manual",
    headers: {
      ...(found === small ? { "content-encoding": "br" } : {}),
      vary: "accept-encoding",
      "content-type": getMimeType(path) ?? "application/octet-stream",
      // Vite puts a digest into the name of whatever lies in assets/: such a file never changes.
      "cache-control": path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      "content-security-policy": policy,
      "x-content-type-options": "nosniff",
    },
  });
}
