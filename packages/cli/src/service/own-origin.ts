import type { MiddlewareHandler } from 'hono';

const NAMES = ['127.0.0.1', 'localhost', '[::1]'];
const READS = new Set(['GET', 'HEAD']);

/**
 * Answers only to our own names, so that a foreign name that resolves to this machine gets nothing (DNS rebinding), and keeps other
 * sites' pages from reading the API or writing to it. Programs that are no browsers send no `Origin` and pass.
 */
export function ownOrigin(port: () => number): MiddlewareHandler {
  return async (c, next) => {
    const hosts = hostsOf(port());
    const host = c.req.header('host')?.toLowerCase();
    if (host === undefined || !hosts.includes(host)) {
      return c.json(problem('host-refused', `ask for http://${hosts[0]}, not for another name`), 421);
    }
    const readsPage = READS.has(c.req.method) && !c.req.path.startsWith('/api/');
    const origin = c.req.header('origin');
    const site = c.req.header('sec-fetch-site');
    const foreign =
      origin === undefined ? site === 'cross-site' || site === 'same-site' : origin !== `http://${host}`;
    if (foreign && !readsPage) {
      return c.json(problem('origin-refused', 'other sites may not use this service'), 403);
    }
    return next();
  };
}

function hostsOf(port: number): readonly string[] {
  const named = NAMES.map((name) => `${name}:${port}`);
  return port === 80 ? [...named, ...NAMES] : named;
}

export function problem(code: string, message: string) {
  return { error: { code, message } };
}
