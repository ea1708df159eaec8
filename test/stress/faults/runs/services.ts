import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Answers } from '../world.ts';

export interface Sent {
  readonly queue: string;
  readonly body: string;
  readonly identity: string | undefined;
}

/** What the services that have no fake were told. */
export interface Services {
  readonly answers: Answers;
  readonly sent: Sent[];
  readonly objects: Map<string, string>;
  readonly done: Set<string>;
}

interface Entry {
  readonly Id: string;
  readonly MessageBody: string;
  readonly MessageDeduplicationId?: string;
}

const nameOf = (url: string) => url.slice(url.lastIndexOf('/') + 1);

/** SQS, S3, SNS, Step Functions, Security Hub, events and parameters, as far as runs call them. */
export function newServices(more: Answers = {}): Services {
  const sent: Sent[] = [];
  const objects = new Map<string, string>();
  const done = new Set<string>();
  const note = (what: string) => (input: object) => {
    done.add(`${what} ${JSON.stringify(input)}`);
    return {};
  };
  const answers: Answers = {
    SendMessageBatchCommand({ QueueUrl, Entries }: { QueueUrl: string; Entries: readonly Entry[] }) {
      for (const { MessageBody: body, MessageDeduplicationId: identity } of Entries)
        sent.push({ queue: nameOf(QueueUrl), body, identity });
      return {
        Successful: Entries.map(({ Id, MessageBody }) => ({
          Id,
          MessageId: Id,
          MD5OfMessageBody: hash('md5', MessageBody),
        })),
        Failed: [],
      };
    },
    'SQSClient.GetQueueAttributesCommand': () => ({
      Attributes: {
        ...{ ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0' },
        ApproximateNumberOfMessagesDelayed: '0',
      },
    }),
    ChangeMessageVisibilityBatchCommand: () => ({ Successful: [], Failed: [] }),
    PutObjectCommand({ Key, Body }: { Key: string; Body: string | Uint8Array }) {
      objects.set(Key, String(Body));
      return {};
    },
    GetObjectCommand({ Key }: { Key: string }) {
      const text = objects.get(Key);
      if (text === undefined)
        throw Object.assign(new Error('there is none'), {
          name: 'NoSuchKey',
          $metadata: { httpStatusCode: 404 },
        });
      return {
        ETag: '"1"',
        Body: Object.assign(Readable.from([Buffer.from(text)]), { transformToString: async () => text }),
      };
    },
    ListObjectsV2Command({ Prefix = '' }: { Prefix?: string }) {
      const keys = [...objects.keys()].filter((key) => key.startsWith(Prefix)).toSorted();
      return {
        Contents: keys.map((Key) => ({ Key, Size: objects.get(Key)?.length ?? 0 })),
        IsTruncated: false,
      };
    },
    StartExecutionCommand: note('start'),
    'SNSClient.PublishCommand': ({ Subject }: { Subject: string }) => note('publish')({ Subject }),
    TagResourceCommand: ({ ResourceARN }: { ResourceARN: string }) => note('tag')({ ResourceARN }),
    TagRoleCommand: ({ RoleName }: { RoleName: string }) => note('tag')({ RoleName }),
    PutEventsCommand({ Entries }: { Entries: readonly { Detail: string }[] }) {
      for (const { Detail } of Entries) done.add(`put event ${Detail}`);
      return { FailedEntryCount: 0, Entries: Entries.map((_, at) => ({ EventId: String(at) })) };
    },
    BatchImportFindingsCommand({ Findings }: { Findings: readonly { Id: string; RecordState: string }[] }) {
      for (const { Id, RecordState } of Findings) done.add(`import ${Id} ${RecordState}`);
      return { SuccessCount: Findings.length, FailedCount: 0, FailedFindings: [] };
    },
    BatchUpdateFindingsCommand({ FindingIdentifiers }: { FindingIdentifiers: readonly object[] }) {
      done.add(`update ${JSON.stringify(FindingIdentifiers)}`);
      return { ProcessedFindings: FindingIdentifiers, UnprocessedFindings: [] };
    },
    'SSMClient.GetParameterCommand': ({ Name }: { Name: string }) => ({
      Parameter: { Name, Type: 'SecureString', Value: 'the value' },
    }),
    ...more,
  };
  return { answers, sent, objects, done };
}
