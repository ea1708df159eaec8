import { describe, expect, it } from 'vitest';
import { costOf, type Parts, type Size, totalOf, type UsePerRecord } from '../bench/cost/model.ts';
import sheet from '../bench/cost/prices.json' with { type: 'json' };

const use: UsePerRecord = {
  readUnits: 20,
  writeUnits: 16,
  stored: 4e-6,
  evaluated: 2,
  dispatched: 1.5,
  alerts: 0.4,
};
const parts: Parts = {
  alarms: 30,
  alarmsPerRegion: 1,
  dashboards: 1,
  keys: 1,
  queueMappings: 5,
  memory: 1,
  driftMemory: 2,
};
const size: Size = { name: 'medium', recordsPerDay: 1000, regions: 3, resources: 0 };
const cost = (over: {
  readonly size?: Partial<Size>;
  readonly use?: Partial<UsePerRecord>;
  readonly parts?: Partial<Parts>;
}) =>
  costOf({
    size: { ...size, ...over.size },
    use: { ...use, ...over.use },
    parts: { ...parts, ...over.parts },
    secondsPerInvocation: 0.3,
  });
const IDLE = { recordsPerDay: 0 };

describe('the arithmetic of what a deployment costs', () => {
  it('adds up what is done by hand for one size', () => {
    const { DynamoDB, EventBridge, Lambda, SNS, SQS } = cost({});
    // 30,000 records a month, kept for twelve; each of 12,000 alerts is counted, and three marks are read a minute.
    const records = 30_000 * ((20 * 0.125 + 16 * 0.625) / 1e6);
    const alerts = 12_000 * ((0.125 + 0.625) / 1e6);
    expect(DynamoDB).toBeCloseTo(records + alerts + 3 * 43_200 * (0.125 / 1e6) + 12 * 0.12 * 0.45, 6);
    const scheduled = 43_200 + 2_880 + 720 + 30;
    expect(EventBridge).toBeCloseTo(0.03 + scheduled / 1e6, 6);
    const invocations = 30_000 * (2 + 1.5 + 0.4) + scheduled;
    expect(Lambda).toBeCloseTo(invocations * (0.2 / 1e6 + 0.3 * 0.0000133334), 6);
    expect(SNS).toBeCloseTo(0.24, 6);
    expect(SQS).toBeCloseTo((5 * 15 * 43_200 + 180_000) * 0.4e-6 + 36_000 * 0.5e-6, 6);
  });

  it('has a part that is paid where nothing happens, and it is alarms, queues that are asked, and a key', () => {
    const idle = cost({ size: IDLE });
    expect(idle.SNS).toBe(0);
    expect(idle.DynamoDB).toBeLessThan(0.02);
    expect(idle.CloudWatch + idle.SQS + idle.KMS).toBeGreaterThan(0.9 * totalOf(idle));
  });

  it('adds what a daily run reads, to the function that reads, the table and the bucket', () => {
    const none = cost({});
    const some = cost({ size: { resources: 1_000 } });
    expect(some.Lambda - none.Lambda).toBeCloseTo(30_000 * 0.04 * 2 * 0.0000133334, 6);
    expect(some.DynamoDB - none.DynamoDB).toBeCloseTo(30_000 * 6 * (0.125 / 1e6), 6);
    expect(some.S3 - none.S3).toBeCloseTo(1_500 * (0.005 / 1e3) + 4_500 * (0.0004 / 1e3), 6);
    expect(none['Step Functions']).toBeCloseTo(150 * 30 * (0.025 / 1e3), 6);
  });

  it('grows with the records alone beyond that', () => {
    const [idle, once, twice] = [0, 1000, 2000].map((recordsPerDay) =>
      totalOf(cost({ size: { recordsPerDay } })),
    );
    expect(twice! - idle!).toBeCloseTo(2 * (once! - idle!), 6);
  });

  it.for([
    ['an alarm', { parts: { alarms: 31 } }, 0.1],
    ['a key', { parts: { keys: 2 } }, 1],
    ['a dashboard', { parts: { dashboards: 2 } }, 3],
    ['a region, with its alarm and its metric', { size: { regions: 4 } }, 0.4],
  ] as const)('takes %s at its price', ([, over, dollars]) => {
    expect(totalOf(cost(over)) - totalOf(cost({}))).toBeCloseTo(dollars, 6);
  });

  it('has prices with the page that they were read on, and their date', () => {
    expect(sheet.date).toMatch(/^20\d\d-\d\d-\d\d$/);
    for (const { usd, page } of Object.values(sheet.prices)) {
      expect(usd).toBeGreaterThan(0);
      expect(page).toMatch(/^https:\/\/aws\.amazon\.com\/[a-z0-9/-]*pricing\//);
    }
  });
});
