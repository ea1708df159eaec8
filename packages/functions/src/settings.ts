import { ServiceError } from '@podguard/core';
import * as z from 'zod';

const text = z.string().min(1);
const url = z.url({ protocol: /^https?$/ });

const settings = z.object({
  TABLE_NAME: text,
  EVALUATE_QUEUE_URL: url,
  DUE_QUEUE_URL: url,
  /** By the channel's name. */
  CHANNEL_QUEUES: json(z.record(z.string().min(1), url)),
  BASELINE_QUEUE_URL: url,
  REJUDGE_QUEUE_URL: url,
  REPORT_BUCKET: text,
  TOPIC_ARN: z.string().regex(/^arn:[^:]+:sns:[^:]+:\d{12}:.+$/, 'is no ARN of a topic'),
  ACCOUNT_ID: z.string().regex(/^\d{12}$/, 'an account id has 12 digits'),
  /** Names the catalogue and, after a dot, the configuration. */
  JUDGED_WITH: z.string().regex(/^[^.]+\.[^.]+$/, 'is not CATALOGUE.CONFIGURATION'),
  CANARY_ROLE_NAME: text,
  /** The ARN of the rule of each region. */
  CANARY_RULES: json(z.record(z.string().min(1), text)),
  /** Set by Lambda: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
  AWS_REGION: text,
});

type All = z.output<typeof settings>;
export type SettingName = keyof All;
export type Settings<N extends SettingName = SettingName> = Readonly<Pick<All, N>>;

/** The variables that a function needs, checked; the others need not be there. */
export function parseSettings<const N extends SettingName>(
  environment: Readonly<Record<string, string | undefined>>,
  names: readonly N[],
): Settings<N> {
  const faults: string[] = [];
  const values: Partial<Record<SettingName, unknown>> = {};
  for (const name of names) {
    const given = environment[name];
    const { data, error } = settings.shape[name].safeParse(given);
    if (error === undefined) values[name] = data;
    else faults.push(`${name} ${given === undefined ? 'is missing' : reasonsOf(error)}`);
  }
  if (faults.length > 0)
    throw new ServiceError(
      'environment-invalid',
      `${faults.join('; ')}: deploy again, which sets all of them`,
    );
  return values as Settings<N>;
}

function reasonsOf(error: z.ZodError): string {
  return error.issues.map(({ message, path }) => [...path, message].join(': ')).join(', ');
}

function json<T extends z.ZodType>(schema: T) {
  return z
    .string()
    .transform((given, context): unknown => {
      try {
        return JSON.parse(given);
      } catch {
        context.addIssue({ code: 'custom', message: 'is no JSON' });
        return z.NEVER;
      }
    })
    .pipe(schema);
}
