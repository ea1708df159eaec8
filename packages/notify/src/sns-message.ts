import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { plain } from '@podguard/report';
import type { Alert } from './alert.ts';
import { alertText } from './alert-text.ts';
import { bodiesOf } from './bodies.ts';
import { filterAttributes } from './filter-attributes.ts';
import { cut } from './inert.ts';
import { smsText, subjectOf } from './short-texts.ts';
import type { Wording } from './wording.ts';

/**
 * A message may have 262,144 bytes with its attributes; the rest is for the envelope in which a subscribed queue gets it.
 * Source: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
const LIMIT_BYTES = 240_000;
/** As long as the value of a tag. What is no character, or is longer, would have SNS refuse the whole message. */
const LONGEST_VALUE = 256;

export interface SnsMessage {
  readonly Subject: string;
  readonly Message: string;
  readonly MessageStructure: 'json';
  readonly MessageAttributes: Record<string, MessageAttributeValue>;
}

/**
 * The alert for every protocol: a text for people's, the body for programs'. The body is the default, so that it is in the
 * message once, and not once for each of `sqs`, `lambda`, `http`, `https`, `email-json` and `firehose`.
 */
export function toSnsMessage(alert: Alert, wording: Wording): SnsMessage {
  const MessageAttributes = toAttributes(alert);
  const Subject = subjectOf(alert);
  const around = bytesOf(JSON.stringify(MessageAttributes)) + bytesOf(Subject);
  const texts = { email: alertText(alert, wording), sms: smsText(alert) };
  let Message = '';
  for (const body of bodiesOf(alert)) {
    Message = JSON.stringify({ default: body, ...texts });
    if (bytesOf(Message) + around <= LIMIT_BYTES) break;
  }
  return { Subject, Message, MessageStructure: 'json', MessageAttributes };
}

function toAttributes(alert: Alert): Record<string, MessageAttributeValue> {
  const entries = Object.entries(filterAttributes(alert)).map(([name, all]) => {
    const values = [...new Set(all.map((value) => cut(plain(value), LONGEST_VALUE)))];
    return [
      name,
      values.length === 1
        ? { DataType: 'String', StringValue: values[0] }
        : { DataType: 'String.Array', StringValue: JSON.stringify(values) },
    ];
  });
  return Object.fromEntries(entries);
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
