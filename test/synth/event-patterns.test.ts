import { MAPPERS } from '@podguard/cloudtrail';
import { eventPatterns } from '@podguard/deployment';
import { describe, expect, test } from 'vitest';

const ALL = ['activity', 'secret-reads', 'self'] as const;

interface CallPattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly string[];
  readonly detail: {
    readonly eventSource?: readonly string[];
    readonly eventName?: readonly string[];
    readonly errorCode?: unknown;
    readonly state?: readonly string[];
  };
}

/** How many patterns name this event of this service. */
function naming(patterns: ReturnType<typeof eventPatterns>, source: string, name: string): number {
  return patterns.filter(({ pattern }) => {
    const { detail, ...envelope } = pattern as unknown as CallPattern;
    if (detail.eventName === undefined)
      return source === 'ec2.amazonaws.com' && envelope['detail-type'][0] === name;
    return detail.eventSource?.[0] === source && detail.eventName.includes(name);
  }).length;
}

describe('patterns from the event registry', () => {
  test.for(
    MAPPERS.flatMap(({ source, name, alsoNamed = [] }) =>
      [name, ...alsoNamed].map((one) => [source, one] as const),
    ),
  )('%s %s is in exactly one of them where all groups are listened to', ([source, name]) => {
    expect(naming(eventPatterns(ALL), source, name)).toBe(1);
  });

  test('events of a group that is not asked for are in none', () => {
    const patterns = eventPatterns([]);
    for (const { source, name, group } of MAPPERS) {
      expect(naming(patterns, source, name), `${source} ${name}`).toBe(group === 'default' ? 1 : 0);
    }
  });

  test('each has at most 2,048 characters, a name of its own, and one service', () => {
    const patterns = eventPatterns(ALL);
    expect(new Set(patterns.map(({ name }) => name)).size).toBe(patterns.length);
    for (const { pattern, name } of patterns) {
      expect(JSON.stringify(pattern).length, name).toBeLessThanOrEqual(2048);
      const { source, detail } = pattern as unknown as CallPattern;
      expect(source).toHaveLength(1);
      if (detail.eventSource !== undefined) {
        expect(detail.eventSource).toEqual([`${source[0]!.slice('aws.'.length)}.amazonaws.com`]);
        expect(detail.errorCode).toEqual([{ exists: false }]);
      }
    }
  });

  test('one that is too long goes on in others, which name the same events once', () => {
    const longest = 500;
    const eventsIn = (patterns: ReturnType<typeof eventPatterns>) =>
      patterns
        .flatMap(({ pattern }) => {
          const { source, detail } = pattern as unknown as CallPattern;
          return (detail.eventName ?? []).map((name) => `${source} ${name}`);
        })
        .toSorted();
    const patterns = eventPatterns(ALL, longest);
    for (const { pattern } of patterns) expect(JSON.stringify(pattern).length).toBeLessThanOrEqual(longest);
    expect(patterns.map(({ name }) => name)).toEqual(expect.arrayContaining(['iam', 'iam-2', 'iam-3']));
    expect(eventsIn(patterns)).toEqual(eventsIn(eventPatterns(ALL)));
  });

  test('only those of calls that read ask for calls that read', () => {
    const reading = eventPatterns(ALL).filter(({ reads }) => reads);
    expect(reading.map(({ name }) => name).toSorted()).toEqual([
      'eks-auth-activity',
      'secretsmanager-secret-reads',
      'ssm-secret-reads',
      'sts-activity',
    ]);
  });

  test('only IAM is not regional', () => {
    const global = eventPatterns(ALL).filter(({ regional }) => !regional);
    expect(new Set(global.map(({ name }) => name))).toEqual(new Set(['iam']));
  });
});
