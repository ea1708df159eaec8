import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { createTestService, type TestServiceOptions } from '../service/test-service.ts';

const KEPT = 'Connection: keep-alive\r\n';

async function start(options: TestServiceOptions = {}) {
  const service = createTestService(options);
  const listening = await service.listen({ port: 0 });
  onTestFinished(() => listening.close());
  return { service, ...listening };
}

/** Sends bytes as they are, which no HTTP client would. */
async function dial(port: number, ...texts: readonly string[]): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => {
    socket.destroy();
  });
  // Being cut off may reach the client as a reset.
  socket.on('error', () => {});
  await once(socket, 'connect');
  for (const text of texts) socket.write(text.replaceAll('PORT', String(port)));
  return socket;
}

/** Being cut off may be a reset, which is no failure here. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

/** All that comes back until the other side hangs up. */
async function answerTo(port: number, ...texts: readonly string[]): Promise<string> {
  const socket = await dial(port, ...texts);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  await closed(socket);
  return Buffer.concat(chunks).toString();
}

const request = (line: string, headers: string, body = '') =>
  `${line} HTTP/1.1\r\nConnection: close\r\n${headers}\r\n\r\n${body}`;
const OWN = 'Host: localhost:PORT';

test('no address of this machine but the loopback one answers', async () => {
  const { port } = await start();
  const others = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
  for (const host of [...others, '127.0.0.2']) {
    const socket = connect(port, host);
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  }
});

test.for<[what: string, headers: string, isAnswered: boolean]>([
  ['a name that leads here', 'Host: rebind.attacker.example:PORT', false],
  ['a name that leads here, without a port', 'Host: rebind.attacker.example', false],
  ['a number for the loopback address', 'Host: 2130706433:PORT', false],
  ['another spelling of the loopback address', 'Host: 127.1:PORT', false],
  ['the unspecified address', 'Host: 0.0.0.0:PORT', false],
  ['a name under localhost', 'Host: a.localhost:PORT', false],
  ['a user name before ours', 'Host: attacker@localhost:PORT', false],
  ['an empty name', 'Host: ', false],
  ['no name', 'Accept: */*', false],
  ['two names', 'Host: localhost:PORT\r\nHost: attacker.example', false],
  ['a forwarded name', 'Host: attacker.example\r\nX-Forwarded-Host: localhost:PORT', false],
  ['our name', OWN, true],
])('over a socket the API asked by %s', async ([, headers, isAnswered]) => {
  const { port } = await start();
  const answer = await answerTo(port, request('GET /api/findings', headers));
  expect(answer).toMatch(isAnswered ? /^HTTP\/1\.1 200 / : /^HTTP\/1\.1 (?:400|421) /);
  expect(answer.includes('[]')).toBe(isAnswered);
});

test('a whole address in the request line is no way around the name', async () => {
  const { port } = await start();
  const line = 'GET http://localhost:PORT/api/findings';
  expect(await answerTo(port, request(line, 'Host: attacker.example'))).toMatch(/^HTTP\/1\.1 (?:400|421) /);
});

test.for<[what: string, headers: string, status: number]>([
  ['a form of another site', 'Origin: https://attacker.example\r\nContent-Type: text/plain', 403],
  [
    'a form of a site that says nothing of itself',
    'Origin: null\r\nContent-Type: application/x-www-form-urlencoded',
    403,
  ],
  ['a page of another port', 'Origin: http://localhost:3000\r\nContent-Type: application/json', 403],
  ['our name, but another protocol', 'Origin: https://localhost:PORT', 403],
  ['a name that begins like ours', 'Origin: http://localhost:PORT.attacker.example', 403],
  ['another site by a browser that leaves the origin out', 'Sec-Fetch-Site: cross-site', 403],
  ['a sibling site by a browser that leaves the origin out', 'Sec-Fetch-Site: same-site', 403],
  ['a program of this machine', 'Content-Type: application/json', 200],
])('over a socket a post by %s', async ([, headers, status]) => {
  const { port, service } = await start();
  const answer = await answerTo(
    port,
    request('POST /events', `${OWN}\r\n${headers}\r\nContent-Length: 2`, '[]'),
  );
  expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(service.reported).toEqual([]);
});

test('nobody else is told that they may read or send: no answer allows another origin', async () => {
  const { port } = await start();
  const asked = 'Origin: https://attacker.example\r\nAccess-Control-Request-Method: POST';
  const preflight = await answerTo(port, request('OPTIONS /events', `${OWN}\r\n${asked}`));
  const read = await answerTo(port, request('GET /', `${OWN}\r\nOrigin: https://attacker.example`));
  for (const answer of [preflight, read]) expect(answer.toLowerCase()).not.toContain('access-control-allow');
  expect(preflight).toMatch(/^HTTP\/1\.1 403 /);
  expect(read).toContain("frame-ancestors 'none'");
  expect(read.toLowerCase()).toContain('cross-origin-resource-policy: same-origin');
});

test.for<[what: string, headers: string, body: string]>([
  ['that says how long it is', 'Content-Length: 1001', ' '.repeat(1_001)],
  ['that comes in chunks', 'Transfer-Encoding: chunked', `3E9\r\n${' '.repeat(1_001)}\r\n0\r\n\r\n`],
])('a body %s, and is too long, is refused over a socket', async ([, headers, body]) => {
  const { port } = await start({ maxBodyBytes: 1_000 });
  const answer = await answerTo(port, request('POST /events', `${OWN}\r\n${headers}`, body));
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
});

test.for<[what: string, headers: string]>([
  ['two lengths', 'Content-Length: 2\r\nContent-Length: 20'],
  ['a length and chunks', 'Content-Length: 2\r\nTransfer-Encoding: chunked'],
  ['a name with a blank', 'Content-Length : 2'],
  ['headers of 20 KB', `X-Long: ${'x'.repeat(20_000)}`],
])('a request with %s is refused before anything reads it', async ([, headers]) => {
  const { port } = await start();
  const answer = await answerTo(port, request('POST /events', `${OWN}\r\n${headers}`, '[]'));
  expect(answer).toMatch(/^HTTP\/1\.1 (?:400|431) /);
});

test.for([
  '/../../../../etc/passwd',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/page.js/../../../package.json',
  '/..%2f..%2fpackage.json',
  '/page.js%00.css',
  '//attacker.example/',
  '/%ff%fe',
  '/api/findings/../../etc/passwd',
])('a path that leads elsewhere finds nothing: %s', async (path) => {
  const { port, service } = await start();
  const answer = await answerTo(port, request(`GET ${path}`, OWN));
  expect(answer).toMatch(/^HTTP\/1\.1 (?:400|404) /);
  expect(answer).not.toMatch(/root:|"workspaces"/);
  expect(service.reported).toEqual([]);
});

test.for(['TRACE', 'CONNECT', 'PUT', 'DELETE', 'PATCH'])(
  '%s changes nothing and gives nothing back',
  async (method) => {
    const { port } = await start();
    const target = method === 'CONNECT' ? 'attacker.example:443' : '/events';
    const answer = await answerTo(port, request(`${method} ${target}`, `${OWN}\r\nX-Secret: told`));
    expect(answer).toMatch(/^(?:HTTP\/1\.1 (?:400|403|404|405) |$)/);
    expect(answer).not.toContain('told');
  },
);

test('a client that asks once and then keeps the connection is cut off', async () => {
  const { port } = await start({ patienceMs: 200 });
  const answer = await answerTo(port, `GET /healthz HTTP/1.1\r\n${KEPT}${OWN}\r\n\r\n`);
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
});

test('a client that sends a header at a time for ever is cut off', async () => {
  const { port } = await start({ patienceMs: 200 });
  const socket = await dial(port, 'GET / HTTP/1.1\r\n');
  const dripping = setInterval(() => socket.write('X-More: 1\r\n'), 20);
  socket.resume();
  await closed(socket);
  clearInterval(dripping);
});

test('of more connections than there are places for the last are hung up on, and others go on', async () => {
  const { port, url } = await start();
  const sockets = await Promise.all(Array.from({ length: 270 }, () => dial(port)));
  await expect
    .poll(() => sockets.filter((socket) => socket.resume().closed).length)
    .toBeGreaterThanOrEqual(14);
  expect(sockets.filter((socket) => !socket.closed).length).toBeLessThanOrEqual(256);
  for (const socket of sockets) socket.destroy();
  await expect.poll(async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.status).toBe(200);
});
