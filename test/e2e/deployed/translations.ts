/** What MiniStack cannot do, or does not do as AWS does, and what the deploy does about it. */
export interface Translation {
  readonly what: string;
  readonly here: string;
  readonly provedBy: string;
}

export const TRANSLATIONS: readonly Translation[] = [
  {
    what: 'the default bus of another region, and the hop to the bus in the home region',
    here: 'a bus `default-REGION` in the home region',
    provedBy: 'synth',
  },
  {
    what: 'rules in the state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
    here: 'ENABLED',
    provedBy: 'synth',
  },
  {
    what: "dead-letter queues of rules' targets",
    here: 'created, and never used: MiniStack logs what it cannot deliver',
    provedBy: 'synth',
  },
  {
    what: "the stream's consumer: bisecting, bounded retries, on-failure destination, partial batches",
    here: 'set, and not heeded: MiniStack tries a batch that failed again, and takes a part of one for all',
    provedBy: 'synth, and tests of the functions',
  },
  {
    what: 'policies of roles, queues, topics and buckets; keys',
    here: 'stored, and not enforced: what a function calls is recorded and compared with its policy',
    provedBy: 'synth, and the recorded calls',
  },
  {
    what: 'who a function is',
    here: 'an endpoint of its own for each (AWS_ENDPOINT_URL): all have the same credentials',
    provedBy: 'the recorded calls',
  },
  {
    what: 'delays of messages',
    here: 'a second at most, so that a run that waits for minutes does not',
    provedBy: 'tests of the functions',
  },
  {
    what: "Step Functions' waits, and those between its tries",
    here: 'a two-hundredth of them; a task never times out',
    provedBy: 'synth',
  },
  {
    what: 'visibility timeouts',
    here: 'a second while messages that nobody can read are tried five times, and where a function puts a message off',
    provedBy: 'synth, and tests of the functions',
  },
  {
    what: "Slack, an operator's webhook, Security Hub, Organizations",
    here: "servers on this machine, to which a module that is loaded first sends the functions' requests; moto; an answer of the proxy",
    provedBy: 'tests of the channels and of the inventory',
  },
  {
    what: 'the address of a function',
    here: 'a server that calls the function as its address does',
    provedBy: 'synth',
  },
  {
    what: 'schedules, and the calls that a deploy makes',
    here: 'the test makes the same calls with the same input, when it needs them',
    provedBy: 'synth',
  },
  {
    what: 'CloudTrail, which tells EventBridge what was called',
    here: 'the test puts the events, those of the canary too',
    provedBy: 'nothing here',
  },
  {
    what: 'arm64',
    here: 'the machine that the tests run on',
    provedBy: 'nothing here',
  },
  {
    what: "Lambda's detection of loops through queues",
    here: 'not there',
    provedBy: 'nothing here',
  },
  {
    what: 'alarms, dashboard, log groups, X-Ray',
    here: 'left out',
    provedBy: 'synth',
  },
];
