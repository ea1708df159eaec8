import type { Call } from './call.ts';
import type { Answer, RecordedCall } from './recording-proxy.ts';

/** The services whose state is the account's; what the service keeps itself is elsewhere. */
const ACCOUNT_STATE: ReadonlySet<string> = new Set(['iam', 'eks', 'ec2']);

/** An account that lets nothing be read. */
export function denyReads(call: RecordedCall): Answer | undefined {
  return ACCOUNT_STATE.has(call.service) && !/^Tag/.test(call.operation) ? denied(call) : undefined;
}

/** An organization of these accounts. */
export function listAccounts(
  { service, operation }: RecordedCall,
  accounts: readonly string[],
): Answer | undefined {
  if (service !== 'organizations' || operation !== 'ListAccounts') return undefined;
  const Accounts = accounts.map((Id) => ({ Id, State: 'ACTIVE' }));
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  return { status: 200, headers, body: JSON.stringify({ Accounts }) };
}

/** What MiniStack does not know. */
export function answerUnknown({ service, operation }: RecordedCall): Answer | undefined {
  if (service !== 'iam' || operation !== 'ListServiceSpecificCredentials') return undefined;
  const list = `<${operation}Result><ServiceSpecificCredentials/></${operation}Result>`;
  return { status: 200, headers: XML, body: `<${operation}Response>${list}</${operation}Response>` };
}

const XML = { 'content-type': 'text/xml' };

/** As each protocol says it. */
function denied({ service }: Call): Answer {
  if (service === 'eks')
    return {
      status: 403,
      headers: { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' },
      body: JSON.stringify({ message: 'not authorized' }),
    };
  const body =
    service === 'ec2'
      ? '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>not authorized</Message></Error></Errors></Response>'
      : '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>';
  return { status: 403, headers: XML, body };
}
