import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { type QueuePart, queueStatements } from '@podguard/deployment';
import { inParallel } from '../in-parallel.ts';
import { ask, type Found, fail, type Look, look, ok, together } from '../line.ts';
import { isPolicyOf, statementsOf } from '../policy-statements.ts';
import { DEPLOY, type World } from '../world.ts';

const GONE = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

type Attributes = Readonly<Partial<Record<string, string>>>;

/** Every queue is there, lets in exactly the rules that send to it, and puts aside what cannot be dealt with. */
export async function checkQueues(world: World): Promise<readonly Look[]> {
  const looks = await inParallel(world.queues, (queue) =>
    look(nameOf(queue, world), async () => shape(world, queue, await attributesOf(world, queue))),
  );
  return together(
    looks,
    'queues',
    (count) => `${count} exist, let in exactly the rules that send to them, and put aside what fails`,
  );
}

/** Nothing was put aside. */
export async function checkDeadLetters(world: World): Promise<readonly Look[]> {
  const aside = world.queues.filter(({ putAside }) => putAside);
  const looks = await inParallel(aside, (queue) =>
    look(nameOf(queue, world), async () => {
      const attributes = await attributesOf(world, queue);
      // The other check says that it is missing.
      const { ApproximateNumberOfMessages: visible = 0, ApproximateNumberOfMessagesNotVisible: taken = 0 } =
        attributes ?? {};
      // Somebody may just be looking at one.
      const count = Number(visible) + Number(taken);
      return count === 0 ? ok('empty') : fail(`${messages(count)} put aside`, wayOut(world, queue));
    }),
  );
  return together(looks, 'queues', (count) => `nothing was put aside in ${count}`);
}

export async function attributesOf(
  { clients }: Pick<World, 'clients'>,
  { region, name }: Pick<QueuePart, 'region' | 'name'>,
): Promise<Attributes | undefined> {
  const sqs = clients.sqs(region);
  const url = await ask('sqs:GetQueueUrl', sqs.send(new GetQueueUrlCommand({ QueueName: name })), ...GONE);
  if (url?.QueueUrl === undefined) return undefined;
  const command = new GetQueueAttributesCommand({ QueueUrl: url.QueueUrl, AttributeNames: ['All'] });
  return (await ask('sqs:GetQueueAttributes', sqs.send(command), ...GONE))?.Attributes;
}

function shape({ site }: World, queue: QueuePart, attributes: Attributes | undefined): Found {
  if (attributes === undefined) return fail('the queue is missing', DEPLOY);
  const statements = statementsOf(attributes.Policy);
  if (!statements.some(({ refusesPlain }) => refusesPlain))
    return fail('its policy does not refuse what comes without TLS', DEPLOY);
  const allowed = statements.filter(({ effect }) => effect === 'Allow');
  const open = allowed.find(({ sources }) => sources.length === 0);
  if (open !== undefined)
    return fail(`its policy lets in ${open.principals.join(', ')}, from anywhere`, DEPLOY);
  const sources = new Set(allowed.flatMap((statement) => statement.sources));
  const missing = queue.senders.filter((arn) => !sources.delete(arn));
  if (missing.length > 0) return fail(`its policy does not let in ${some(missing)}`, DEPLOY);
  if (sources.size > 0) return fail(`its policy lets in others, too: ${some([...sources])}`, DEPLOY);
  if (!isPolicyOf(attributes.Policy, queueStatements(arnOf(queue, site), sendersOf(queue))))
    return fail('its policy is not that of this version: it may refuse rules, or let in others', DEPLOY);
  if (queue.deadLetters === undefined) return ok('as this version makes it');
  const arn = arnOf({ ...queue, name: queue.deadLetters }, site);
  return attributes.RedrivePolicy?.includes(`"${arn}"`) === true
    ? ok('as this version makes it')
    : fail(`what cannot be dealt with is not put aside in ${queue.deadLetters}, and is lost`, DEPLOY);
}

function arnOf({ region, name }: Pick<QueuePart, 'region' | 'name'>, { account }: World['site']): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}

function sendersOf({ senders }: QueuePart) {
  return senders.length === 0 ? [] : [{ service: 'events.amazonaws.com', sources: senders }];
}

function wayOut({ stage, site }: World, { region, short }: QueuePart): string {
  const log = 'read one and its error in the log, mend the cause';
  if (short === 'undelivered') {
    const where = region === site.home ? '' : `@${region}`;
    return `${log}, then podguard replay --redrive undelivered${where} --stage ${stage}`;
  }
  if (!short.endsWith('-dlq')) return `${log}, then purge the queue: see "Alarms" in docs/operating.md`;
  return `${log}, then podguard replay --redrive ${short.replace(/-dlq$/, '')} --stage ${stage}`;
}

function nameOf({ name, region }: QueuePart, { site }: World): string {
  return region === site.home ? name : `${name} (${region})`;
}

function messages(count: number): string {
  return count === 1 ? 'a message was' : `${count} messages were`;
}

function some(arns: readonly string[]): string {
  const rest = arns.length > 2 ? ` and ${arns.length - 2} more` : '';
  return `${arns.slice(0, 2).join(', ')}${rest}`;
}
