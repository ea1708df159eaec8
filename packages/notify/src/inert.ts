import { plain } from '@podguard/report';

/**
 * A text that somebody else chose, on one line of a message, at most so long. Mail programs and phones make links of
 * addresses: in an alert they would be the attacker's, so those are taken apart as `https[:]//evil[.]example/page`. Names that
 * only AWS can have stay whole, and so do people's, which often are email addresses: without a path a host is no page.
 */
export function inert(text: string, length: number): string {
  return cut(apart(text.slice(0, length)), length, text.length);
}

/** A command of a rule's, filled in: the file that it reads stays as it is typed. */
export function inertCommand(command: string, length: number): string {
  const text = apart(command.slice(0, length)).replace(
    /\bfile\[:\]\/\/([\w-]+)\[\.\]json(?![\w./\\[-])/g,
    'file://$1.json',
  );
  return cut(text, length, command.length);
}

function apart(text: string): string {
  return plain(text)
    .replace(/:(?=\/\/)|(?<=\b(?:mailto|tel|sms|callto|facetime)):/gi, '[:]')
    .replace(/(?<=\\)\\/g, '[\\]')
    .replace(HOST, (host, at: number, all: string) =>
      OF_AWS.test(host) || !isPage(host, all.slice(0, at), all.slice(at + host.length))
        ? host
        : host.replace(/[.\u3002\uff0e\uff61](?=\p{L})/gu, '[.]'),
    );
}

/** Labels with dots, or what resolvers take for dots, between them. */
const HOST = /(?<![\p{L}\p{M}\p{N}_-])[\p{L}\p{M}\p{N}_-]+(?:[.\u3002\uff0e\uff61][\p{L}\p{M}\p{N}_-]+)+/gu;

function isPage(host: string, before: string, after: string): boolean {
  return /^www\P{L}/iu.test(host) || /(?:\/\/|\[\\\])$/.test(before) || /^[/?#:\\]/.test(after);
}

/** A service's own name, and an issuer of tokens in a condition: under others customers have pages, under `s3` too. */
const OF_AWS = /^(?:[a-z-]+|pods\.eks|(?:[A-Za-z]+\.)*oidc\.eks\.[a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

/** The beginning of a longer text, with a note of how long it was. */
export function cut(text: string, length: number, was = text.length): string {
  if (Math.max(text.length, was) <= length) return text;
  const note = `… (${was} characters)`;
  return `${whole(text.slice(0, Math.max(0, length - note.length)))}${note}`;
}

/** For a subject or a text message: what is not ASCII is a question mark. */
export function ascii(text: string): string {
  return text
    .replaceAll('…', '...')
    .replaceAll('’', "'")
    .replace(/[^ -~]/gu, '?');
}

/** Without the first half of a character that was cut in two. */
function whole(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '');
}
