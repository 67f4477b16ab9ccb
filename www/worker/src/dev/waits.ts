// Waits before and after what a path answers, until the process ends: for tests that kill the worker between two steps.
const waits = new Map<string, { before: number; after: number }>();

export const wait = (path: string, before: number, after: number): void => void waits.set(path, { before, after });

export async function slowly(request: Request, work: () => Response | Promise<Response>): Promise<Response> {
  const { before = 0, after = 0 } = waits.get(new URL(request.url).pathname) ?? {};
  await scheduler.wait(before);
  const answer = await work();
  await scheduler.wait(after);
  return answer;
}
