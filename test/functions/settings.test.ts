import { ServiceError } from '@podguard/core';
import { parseSettings, type SettingName } from '@podguard/functions';
import { describe, expect, it, test } from 'vitest';

const ALL = {
  TABLE_NAME: 'podguard-prod',
  EVALUATE_QUEUE_URL: 'https://sqs.eu-central-1.amazonaws.com/111122223333/evaluate',
  CHANNEL_QUEUES: '{"sns":"https://sqs.eu-central-1.amazonaws.com/111122223333/sns.fifo"}',
  TOPIC_ARN: 'arn:aws:sns:eu-central-1:111122223333:alerts',
  ACCOUNT_ID: '111122223333',
  JUDGED_WITH: 'abc.def',
  CANARY_RULES: '{"eu-central-1":"arn:aws:events:eu-central-1:111122223333:rule/canary"}',
};

function faultOf(environment: Readonly<Record<string, string>>, names: readonly SettingName[]): string {
  try {
    parseSettings(environment, names);
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'environment-invalid') return error.message;
    throw error;
  }
  return 'nothing';
}

describe('settings', () => {
  it('are the variables that a function asks for, with JSON parsed', () => {
    expect(parseSettings(ALL, ['TABLE_NAME', 'CHANNEL_QUEUES', 'CANARY_RULES'])).toEqual({
      TABLE_NAME: 'podguard-prod',
      CHANNEL_QUEUES: { sns: 'https://sqs.eu-central-1.amazonaws.com/111122223333/sns.fifo' },
      CANARY_RULES: { 'eu-central-1': 'arn:aws:events:eu-central-1:111122223333:rule/canary' },
    });
  });

  test.for<[name: SettingName, value: string | undefined, says: string]>([
    ['TABLE_NAME', undefined, 'TABLE_NAME is missing'],
    ['TABLE_NAME', '', 'TABLE_NAME '],
    ['EVALUATE_QUEUE_URL', 'evaluate', 'EVALUATE_QUEUE_URL '],
    ['CHANNEL_QUEUES', '{"sns"', 'CHANNEL_QUEUES is no JSON'],
    ['CHANNEL_QUEUES', '{"sns":"x"}', 'CHANNEL_QUEUES sns: '],
    ['CHANNEL_QUEUES', '[]', 'CHANNEL_QUEUES '],
    ['TOPIC_ARN', 'alerts', 'TOPIC_ARN is no ARN of a topic'],
    ['ACCOUNT_ID', '1111', 'ACCOUNT_ID an account id has 12 digits'],
    ['JUDGED_WITH', 'abc', 'JUDGED_WITH is not CATALOGUE.CONFIGURATION'],
  ])('%s as %s is refused by its name', ([name, value, says]) => {
    const { [name as 'TABLE_NAME']: _, ...others } = ALL;
    const fault = faultOf(value === undefined ? others : { ...others, [name]: value }, [name]);
    expect(fault).toContain(says);
    expect(fault).toContain('deploy again');
  });

  it('tell all that is wrong at once', () => {
    const fault = faultOf({ ACCOUNT_ID: 'x' }, ['TABLE_NAME', 'ACCOUNT_ID']);
    expect(fault).toContain('TABLE_NAME is missing');
    expect(fault).toContain('ACCOUNT_ID an account id');
  });
});
