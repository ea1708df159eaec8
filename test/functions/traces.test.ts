import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSlackWebhookChannel } from '@podguard/notify/slack';
import type { Context } from 'aws-lambda';
import { afterEach, expect, it, vi } from 'vitest';
import { transitionOf, wording } from '../notify/transitions.ts';

afterEach(() => vi.unstubAllEnvs());

it('a trace tells of no request that carries a secret in its address, and the request of no trace', async () => {
  const traces: string[] = [];
  const daemon = createSocket('udp4', (message) => traces.push(message.toString()));
  await new Promise<void>((resolve) => daemon.bind(0, '127.0.0.1', resolve));
  const asked: object[] = [];
  const slack = createServer((request, response) => {
    asked.push(request.headers);
    request.resume();
    response.end('ok');
  });
  await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve));
  const environment = {
    LAMBDA_TASK_ROOT: '/var/task',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
    _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
    POWERTOOLS_SERVICE_NAME: 'notify',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const { compose } = await import('@podguard/functions/handlers/compose');
  const { port } = slack.address() as AddressInfo;
  const channel = createSlackWebhookChannel({
    ...{ name: 'team', allowHttp: true, wording },
    url: `http://127.0.0.1:${port}/services/T0001/B0001/WEBHOOKSECRET`,
  });
  const send = compose(async (_event: object) =>
    channel.send({ kind: 'transitions', transitions: [transitionOf()] }),
  );
  // The first of a process is not traced.
  for (const awsRequestId of ['1', '2'])
    await send({}, {
      functionName: 'notify',
      awsRequestId,
      getRemainingTimeInMillis: () => 9_000,
    } as Context);
  if (traces.length === 0) await once(daemon, 'message');
  daemon.close();
  slack.close();
  slack.closeAllConnections();
  expect(asked).toHaveLength(2);
  expect(JSON.stringify(asked)).not.toContain('x-amzn-trace-id');
  expect(traces.join()).toContain('1-5759e988-bd862e3fe1be46a994272793');
  expect(traces.join()).not.toContain('WEBHOOKSECRET');
});
