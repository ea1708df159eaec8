import { createExemption } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { keyCreated } from './records.ts';
import { createTestService } from './test-service.ts';

const KEY = 'AKIAIOSFODNN7EXAMPLE';
const HOSTILE = '<img src=x onerror=alert(1)>\u202e';

/** A page with one open access key and one that is exempt until the day that is given; now it is 2026-01-02. */
async function pageWith(until: string, over: { readonly reason?: string; readonly author?: string } = {}) {
  const service = createTestService({ sweepMs: 20 });
  const exemption = createExemption(
    {
      rules: [],
      resources: [`*${KEY}`],
      accounts: [],
      tags: {},
      reason: 'moves in March',
      author: 'alex',
      since: '2026-01-01',
      until,
      ...over,
    },
    'cli',
  );
  await service.state.putExemption(exemption);
  const records = [keyCreated('ci-bot', KEY), keyCreated('other', 'AKIAOTHEREXAMPLE0001')];
  expect((await service.post(JSON.stringify(records))).status).toBe(200);
  const html = await (await service.request('/')).text();
  const part = (id: string) =>
    new RegExp(`<section id="${id}".*?</section>\\s*(?=<section|</div>)`, 's').exec(html)?.[0] ?? '';
  return { html, exempt: part('exempt'), exemption, service };
}

describe('the page', () => {
  it('has what is exempt in a part of its own, with its end, its author and the reason', async () => {
    const { html, exempt } = await pageWith('2026-02-01');
    expect(html).toContain('<h2>Exempt <span class="count" data-all="1">1</span></h2>');
    expect(exempt).toContain('ci-bot');
    expect(exempt).toMatch(/Exempt until <time [^>]*>2026-02-01<\/time> by <b>alex<\/b>: moves in March/);
    expect(exempt).not.toContain('To accept it for a time');
    expect(html).toContain('<b id="count-high" data-live>1</b>');
    expect(html).toContain('(1) Podguard');
  });

  it('marks what is exempt for less than a week', async () => {
    expect((await pageWith('2026-01-05')).exempt).toContain('<span class="badge note">ends in 3 days</span>');
    expect((await pageWith('2026-02-01')).exempt).not.toContain('class="badge note"');
  });

  it('says how an open one is accepted', async () => {
    const { html } = await pageWith('2026-02-01');
    expect(html).toMatch(/podguard exempt add pg-\w+ --until 30d --reason "\.\.\."/);
  });

  it('says so for the store that it shows, and not for one that only the process has', async () => {
    const html = async (options: { readonly where?: string | undefined }) => {
      const service = createTestService(options);
      await service.post(JSON.stringify([keyCreated('other', 'AKIAOTHEREXAMPLE0001')]));
      return (await service.request('/')).text();
    };
    expect(await html({ where: 'st1' })).toContain('--reason "..." --store st1</code>');
    expect(await html({ where: 'a b; c' })).toContain('--reason "..." --store STORE</code>');
    expect(await html({ where: '.podguard' })).toContain('--reason "..."</code>');
    expect(await html({ where: undefined })).not.toContain('podguard exempt add');
  });

  it('shows what somebody wrote as the text it is', async () => {
    const { html } = await pageWith('2026-02-01', { reason: HOSTILE, author: HOSTILE });
    expect(html).not.toContain('<img src=x');
    expect(html).not.toContain('\u202e');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;\\u202e');
  });

  it('tells in the timeline that it was accepted, and that it is so no longer', async () => {
    const { service, exemption, html } = await pageWith('2026-02-01');
    expect(html).toMatch(/Made exempt.*until 2026-02-01: moves in March/s);
    const listening = await service.listen({ port: 0 });
    await expect.poll(() => service.state.loadMark('exemptions')).toMatchObject({ ids: [exemption.id] });
    const removed = { at: '2026-01-02T03:30:00.000Z', by: 'sam' };
    await service.state.putExemption({ ...exemption, removed });
    await expect
      .poll(async () => (await (await fetch(listening.url)).text()).includes('No longer exempt'))
      .toBe(true);
    await listening.close();
  });

  it('gives them by /api/findings', async () => {
    const { service } = await pageWith('2026-02-01');
    const exempt = await (await service.request('/api/findings?status=exempt')).json();
    expect(exempt).toMatchObject([{ status: 'exempt', exemption: { author: 'alex' } }]);
    const open = await (await service.request('/api/findings?status=open')).json();
    expect(open).toMatchObject([{ status: 'open', exemption: null }]);
  });
});
