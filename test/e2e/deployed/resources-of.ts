import { ACCOUNT, REGION } from '../../support/ministack/start.ts';
import type { Call } from './call.ts';

/** What calls of the service's own parts are about, as ARNs; empty for the others, which read whatever there is. */
export function resourcesOf(call: Call, path: string, body: string): readonly string[] {
  const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
  switch (call.service) {
    case 'dynamodb':
      return tablesIn(body).map((table) => arn('dynamodb', `table/${table}`));
    case 'sqs':
      return [arn('sqs', String(field(body, 'QueueUrl')).split('/').at(-1) as string)];
    case 'sns':
      return [new URLSearchParams(body).get('TopicArn') as string];
    case 's3':
      return [
        `arn:aws:s3::${decodeURIComponent(new URL(path, 'http://127.0.0.1').pathname).replace('/', ':').replace(/\/$/, '')}`,
      ];
    case 'events':
      if (call.operation === 'PutEvents') return busesIn(body);
      return call.operation === 'TagResource' ? [String(field(body, 'ResourceARN'))] : [];
    case 'states':
      return [String(field(body, 'stateMachineArn'))];
    case 'ssm':
      return [arn('ssm', `parameter${String(field(body, 'Name'))}`)];
    case 'iam':
      return call.operation === 'TagRole'
        ? [`arn:aws:iam::${ACCOUNT}:role/${new URLSearchParams(body).get('RoleName')}`]
        : [];
    default:
      return [];
  }
}

/** The first key of the row that a call puts: by it a policy may keep a role to some rows. */
export function leadingKeyOf({ service, operation }: Call, body: string): string | undefined {
  if (service !== 'dynamodb' || operation !== 'PutItem') return undefined;
  return (field(body, 'Item') as { readonly pk: { readonly S: string } }).pk.S;
}

/** Tables, and the index of one that is asked. */
function tablesIn(body: string): readonly string[] {
  const items = field(body, 'RequestItems');
  if (items !== undefined) return Object.keys(items as object);
  const index = field(body, 'IndexName');
  const table = String(field(body, 'TableName'));
  return [index === undefined ? table : `${table}/index/${index}`];
}

function busesIn(body: string): readonly string[] {
  const entries = field(body, 'Entries') as readonly { readonly EventBusName: string }[];
  return [...new Set(entries.map(({ EventBusName }) => EventBusName))];
}

function field(body: string, name: string): unknown {
  return (JSON.parse(body) as Readonly<Record<string, unknown>>)[name];
}
