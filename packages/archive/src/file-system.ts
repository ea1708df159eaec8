import { constants, createReadStream, openSync, statSync } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { isatty, ReadStream } from 'node:tty';

/** What reading an archive asks of a file system. */
export interface FileSystem {
  stat(path: string): Promise<Entry>;
  list(directory: string): Promise<readonly string[]>;
  realPath(path: string): Promise<string>;
  open(path: string): Readable;
}

export interface Entry {
  readonly kind: 'file' | 'directory' | 'stream' | 'other';
  readonly size: number;
}

const READ_BYTES = 256 * 1024;

export const localFiles: FileSystem = {
  async stat(path) {
    const stats = await stat(path);
    if (stats.isFile()) return { kind: 'file', size: stats.size };
    if (stats.isDirectory()) return { kind: 'directory', size: 0 };
    return { kind: stats.isFIFO() || stats.isCharacterDevice() ? 'stream' : 'other', size: 0 };
  },
  list: (directory) => readdir(directory),
  realPath: (path) => realpath(path),
  open(path) {
    const stats = statSync(path);
    return stats.isFIFO() || stats.isCharacterDevice()
      ? openStream(path)
      : createReadStream(path, { highWaterMark: READ_BYTES });
  },
};

/**
 * Opening a pipe that nobody writes to, and reading it, waits without end, and Node cannot take back what it has begun to wait for
 * that way: it is opened without waiting, and read when there is something to read. Source: https://man7.org/linux/man-pages/man7/fifo.7.html
 */
function openStream(path: string): Readable {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  if (isatty(fd)) return new ReadStream(fd);
  if (statSync(path).isFIFO()) return new Socket({ fd, readable: true, writable: false });
  return createReadStream(path, { fd, highWaterMark: READ_BYTES });
}
