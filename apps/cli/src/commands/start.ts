import type { Command } from '../command.ts';

/** `inkwell start`: the server, in this process. */
export const start: Command = {
  name: 'start',
  summary: 'start the server, as npm start does',
  usage: '',
  about: ['It is configured by its environment: the README lists the variables. SIGTERM stops it.'],
  options: {},
  takes: [0, 0],
  run: async () => {
    await import('@inkwell/server/main');
    return 0;
  },
};

/** `inkwell bench`: where the benchmarks are. */
export const bench: Command = {
  name: 'bench',
  summary: 'say how the benchmarks are run',
  usage: '',
  about: ['They prepare a PostgreSQL server of their own and take their time.'],
  options: {},
  takes: [0, 0],
  run: ({ io }) => {
    io.out('npm run bench');
    return Promise.resolve(0);
  },
};
