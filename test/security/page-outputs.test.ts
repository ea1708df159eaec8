import { beforeAll, describe, expect, it } from 'vitest';
import { createTestService, type TestService } from '../service/test-service.ts';
import { CORPUS } from './corpus.ts';
import { htmlFaults } from './oracles.ts';
import { someRecordsOf } from './records.ts';

/** What each route answers with; a route that is not here has no test of that. */
const ROUTES: Readonly<Record<string, 'html' | 'json' | 'own' | 'stream'>> = {
  'GET /': 'html',
  'GET /page.js': 'own',
  'GET /page.css': 'own',
  'GET /api/findings': 'json',
  'GET /api/resources': 'json',
  'GET /api/posture': 'json',
  'GET /api/stream': 'stream',
  'GET /healthz': 'own',
  'POST /events': 'json',
};

let hostile: TestService;
let tame: TestService;
const told: string[] = [];

async function serviceOf(texts: readonly string[]): Promise<TestService> {
  const service = createTestService();
  const answer = await service.post(JSON.stringify({ Records: someRecordsOf(texts) }));
  told.push(await answer.text());
  return service;
}
beforeAll(async () => {
  hostile = await serviceOf(CORPUS);
  tame = await serviceOf(CORPUS.map((_, at) => `tame${at}`));
}, 60_000);

const textOf = async (service: TestService, path: string) => (await service.request(path)).text();

describe('the local page, of texts that somebody chose', () => {
  it('has a test of every route', () => {
    const routes = hostile.app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path}`);
    expect([...new Set(routes)].sort()).toEqual(Object.keys(ROUTES).sort());
  });

  it('has no element, attribute or address that it has not of harmless ones, and nothing unseen', async () => {
    const page = await textOf(hostile, '/');
    expect(page.match(/<details class="finding/g)?.length).toBeGreaterThan(50);
    expect(htmlFaults(page, await textOf(tame, '/')).slice(0, 10)).toEqual([]);
  });

  it.for(Object.entries(ROUTES).filter(([route, kind]) => kind === 'json' && route.startsWith('GET')))(
    '%s is JSON that no browser takes for a page',
    async ([route]) => {
      const answer = await hostile.request(route.slice('GET '.length));
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      expect(JSON.parse(await answer.text())).toBeTypeOf('object');
    },
  );

  it('is answered to whoever posts records as JSON in which each text is a string', () => {
    const { events } = JSON.parse(told[0]!) as { readonly events: readonly { readonly outcome: string }[] };
    expect(events.filter(({ outcome }) => outcome === 'applied').length).toBeGreaterThan(100);
    expect(Object.keys({})).toEqual([]);
    expect(({} as { readonly isAdmin?: unknown }).isAdmin).toBeUndefined();
  });

  it('is one line of data for each event of the stream, whatever lines are in it', async () => {
    const [transition] = await hostile.store.listTransitions(1);
    const stream = hostile.feed.open(() => {})!;
    const reader = stream.getReader();
    await reader.read();
    for (const text of CORPUS) {
      await hostile.feed.publish([{ ...transition!, finding: { ...transition!.finding, summary: text } }]);
      const frame = new TextDecoder().decode((await reader.read()).value);
      const [id, event, data, ...rest] = frame.split(/\r\n|\r|\n/);
      expect([id, event, rest]).toEqual([`id: ${transition!.id}`, 'event: transition', ['', '']]);
      expect(JSON.parse(data!.slice('data: '.length)).finding.summary).toBe(text);
    }
    hostile.feed.close();
  });
});
