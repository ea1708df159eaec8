import { isQuietHour } from '@podguard/functions';
import { expect, test } from 'vitest';

const night = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin', except: 'critical' } as const;
const noon = { from: '12:00', to: '13:30', timeZone: 'UTC', except: 'none' } as const;

test.for([
  ['before they begin', '2026-01-15T20:59:59Z', false],
  ['when they begin', '2026-01-15T21:00:00Z', true],
  ['at midnight of the place', '2026-01-15T23:00:00Z', true],
  ['before they end', '2026-01-16T05:59:59Z', true],
  ['when they end', '2026-01-16T06:00:00Z', false],
  ['in summer, an hour earlier by UTC', '2026-07-15T20:00:00Z', true],
  ['in summer, when they end', '2026-07-16T05:00:00Z', false],
  ['in the night in which clocks go forward', '2026-03-29T04:59:59Z', true],
  ['after the night in which clocks went forward', '2026-03-29T05:00:00Z', false],
  ['in the hour that comes twice', '2026-10-25T00:30:00Z', true],
  ['in the night in which clocks go back, an hour longer', '2026-10-25T05:59:59Z', true],
  ['after the night in which clocks went back', '2026-10-25T06:00:00Z', false],
] as const)('quiet hours past midnight, %s', ([, at, quiet]) => {
  expect(isQuietHour(night, new Date(at))).toBe(quiet);
});

test.for([
  ['11:59', false],
  ['12:00', true],
  ['13:29', true],
  ['13:30', false],
  ['00:00', false],
] as const)('quiet hours of a day, at %s', ([time, quiet]) => {
  expect(isQuietHour(noon, new Date(`2026-01-15T${time}:30Z`))).toBe(quiet);
});

test('quiet hours that begin at midnight', () => {
  const early = { ...noon, from: '00:00', to: '06:00' };
  expect(isQuietHour(early, new Date('2026-01-15T00:00:00Z'))).toBe(true);
  expect(isQuietHour(early, new Date('2026-01-15T23:59:00Z'))).toBe(false);
});
