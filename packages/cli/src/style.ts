import { styleText } from 'node:util';
import { type Style, unstyled } from '@podguard/report';
import type { Terminal } from './terminal.ts';

type Format = Parameters<typeof styleText>[0];

const paint = (format: Format) => (text: string) => styleText(format, text, { validateStream: false });

const coloured: Style = {
  strong: paint('bold'),
  faint: paint('dim'),
  good: paint('green'),
  severity: {
    low: paint('cyan'),
    medium: paint('yellow'),
    high: paint('red'),
    critical: paint(['bold', 'white', 'bgRed']),
  },
};

/** Colours on a terminal, unless `--no-color`, NO_COLOR (https://no-color.org) or a dumb terminal says otherwise. */
export function styleFor(stream: { readonly isTTY?: boolean }, terminal: Terminal, color: boolean): Style {
  const { NO_COLOR, FORCE_COLOR, TERM } = terminal.env;
  if (!color || (NO_COLOR ?? '') !== '' || TERM === 'dumb') return unstyled;
  return stream.isTTY === true || (FORCE_COLOR ?? '0') !== '0' ? coloured : unstyled;
}
