import { ServiceError, someText } from '@podguard/core';
import * as z from 'zod/mini';

/** In a deployed bundle: what it judges with, a part of the code so that both change at once. */
declare const PODGUARD_JUDGED_WITH: string;
const BUNDLED: Partial<Readonly<Record<SettingName, string>>> =
  typeof PODGUARD_JUDGED_WITH === 'undefined' ? {} : { JUDGED_WITH: PODGUARD_JUDGED_WITH };

const text = someText;
const url = z.url({ protocol: /^https?$/ });

const settings = z.object({
  TABLE_NAME: text,
  EVALUATE_QUEUE_URL: url,
  DUE_QUEUE_URL: url,
  /** By the channel's name. */
  CHANNEL_QUEUES: json(z.record(someText, url)),
  REJUDGE_QUEUE_URL: url,
  ACTIONS_QUEUE_URL: url,
  REMEDIATE_QUEUE_URL: url,
  /** By which the service itself changes things. */
  REMEDIATE_ROLE_ARN: z.string().check(z.regex(/^arn:[^:]+:iam::\d{12}:role\/.+$/, 'is no ARN of a role')),
  REPORT_BUCKET: text,
  STATE_MACHINE_ARN: z
    .string()
    .check(z.regex(/^arn:[^:]+:states:[^:]+:\d{12}:stateMachine:.+$/, 'is no ARN of a state machine')),
  TOPIC_ARN: z.string().check(z.regex(/^arn:[^:]+:sns:[^:]+:\d{12}:.+$/, 'is no ARN of a topic')),
  ACCOUNT_ID: z.string().check(z.regex(/^\d{12}$/, 'an account id has 12 digits')),
  /** Names the catalogue and, after a dot, the configuration; a deploy puts it into the bundle, no variable. */
  JUDGED_WITH: z.string().check(z.regex(/^[^.]+\.[^.]+$/, 'is not CATALOGUE.CONFIGURATION')),
  CANARY_ROLE_NAME: text,
  /** The ARN of the rule of each region. */
  CANARY_RULES: json(z.record(someText, text)),
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
    const given = environment[name] ?? BUNDLED[name];
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

function reasonsOf(error: z.core.$ZodError): string {
  return error.issues.map(({ message, path }) => [...path, message].join(': ')).join(', ');
}

function json<T extends z.ZodMiniType>(schema: T) {
  const parsed = z.transform((given: string, context): unknown => {
    try {
      return JSON.parse(given);
    } catch {
      context.issues.push({ code: 'custom', message: 'is no JSON', input: given });
      return z.NEVER;
    }
  });
  return z.pipe(z.pipe(z.string(), parsed), schema as z.ZodMiniType<z.output<T>, unknown>);
}
