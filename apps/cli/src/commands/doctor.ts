import { type Config, ConfigError, readConfig } from '@inkwell/server';
import type { Command, Invocation } from '../command.ts';
import { type Finding, fail } from '../doctor/finding.ts';
import {
  checkAddress,
  checkMailServer,
  checkNode,
  checkPayments,
  checkVariables,
  checkWriter,
} from '../doctor/settings.ts';
import { checkDatabase, checkFolder } from '../doctor/storage.ts';
import { type Io, painted } from '../io.ts';

const STYLES = { ok: 'green', warn: 'yellow', fail: 'red' } as const;

function configOf(env: Io['env']): Config | Finding {
  try {
    return readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return fail('settings', error.message, 'Correct the variable.');
    throw error;
  }
}

async function* checks({ io: { env }, flags }: Invocation): AsyncGenerator<Finding> {
  yield checkNode(process.versions.node);
  yield* checkVariables(env);
  const config = configOf(env);
  if ('level' in config) yield config;
  else {
    yield checkAddress(config);
    yield checkFolder(config);
    yield* await checkDatabase(config);
    yield await checkMailServer(config, flags.mail === true);
  }
  yield await checkWriter(env, flags.model === true);
  yield checkPayments(env);
}

/** `inkwell doctor`: what is wrong with an instance, or will be. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'look for what is wrong with the instance, or will be',
  usage: '',
  about: [
    'One line a check: ok, warn or fail, and what to do. Ends with 1 if one fails. It changes nothing and prints no ' +
      'secret. It reads the environment that it is run with, so give it the server’s.',
  ],
  options: {
    model: { says: 'ask the writer for a word; this may cost something' },
    mail: { says: 'ask the mail server; nothing is sent' },
  },
  takes: [0, 0],
  run: async (call) => {
    const { io, json } = call;
    let failed = false;
    for await (const finding of checks(call)) {
      const { level, about, says, todo } = finding;
      failed ||= level === 'fail';
      if (json) io.out(JSON.stringify(finding));
      else {
        const more = todo === undefined ? '' : `. ${todo}`;
        io.out(`${painted(io, STYLES[level], level.padEnd(4))}  ${about}: ${says}${more}`);
      }
    }
    return failed ? 1 : 0;
  },
};
