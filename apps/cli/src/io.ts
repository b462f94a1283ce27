import { resolve } from 'node:path';
import { styleText } from 'node:util';

/** Where a command reads its surroundings and leaves its words: the terminal, or what a test gives in its place. */
export interface Io {
  env: Record<string, string | undefined>;
  /** What relative file names start from. */
  cwd: string;
  /** Whether people read the output as it comes: colours and progress are for them alone. */
  is_terminal: boolean;
  /** One line of the answer. */
  out(line: string): void;
  /** One line about what is being done, or about what went wrong. */
  err(line: string): void;
  /** Bytes of the answer as they are. Resolves when more may come. */
  write(bytes: Uint8Array): Promise<void>;
  /** What is being done right now, in place of what it said before; null takes it away. */
  progress(text: string | null): void;
}

/** `npm run` starts in the project's folder; where the person is, it tells beside. */
const cwdOf = (env: Io['env']): string => resolve(env.INKWELL_CWD ?? '.');

export function processIo(): Io {
  const { env, stdout, stderr } = process;
  const is_terminal = stdout.isTTY && stderr.isTTY && (env.NO_COLOR ?? '') === '';
  return {
    env,
    cwd: cwdOf(env),
    is_terminal,
    out: (line) => void stdout.write(`${line}\n`),
    err: (line) => void stderr.write(`${line}\n`),
    write: (bytes) =>
      new Promise((resolve, reject) => {
        stdout.write(bytes, (error) => (error === null || error === undefined ? resolve() : reject(error)));
      }),
    progress: (text) => {
      if (is_terminal) stderr.write(`\r\u001B[K${text ?? ''}`);
    },
  };
}

type Style = 'green' | 'yellow' | 'red' | 'dim' | 'bold';

/** Coloured where a person looks at it. */
export const painted = ({ is_terminal }: Pick<Io, 'is_terminal'>, style: Style, text: string): string =>
  is_terminal ? styleText(style, text, { validateStream: false }) : text;
