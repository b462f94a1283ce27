import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../src/cli.ts';
import { UsageError, parse, wholeOf } from '../src/command.ts';
import { painted } from '../src/io.ts';
import { table, wrapped } from '../src/tell.ts';
import { cli, temporary } from './harness.ts';

describe('help', () => {
  test('lists every command, and tells the ways it can end', async () => {
    const { exit, out } = await cli({}, 'help');
    expect(exit).toBe(0);
    for (const { name, summary } of COMMANDS)
      expect(out.join('\n')).toMatch(new RegExp(`${name} +${summary}`));
    expect(out.join(' ')).toContain('It ends with 0 when it is done; with 1');
    expect((await cli({}, '--help')).out).toEqual(out);
    expect(await cli({})).toMatchObject({ exit: 2, out });
  });

  test.each(COMMANDS.map((command) => [command.name, command] as const))('%s', async (name, command) => {
    const { exit, out } = await cli({}, 'help', ...name.split(' '));
    expect(exit).toBe(0);
    expect(out[0]).toBe(`inkwell ${name} ${command.usage}`.trimEnd());
    for (const option of [...Object.keys(command.options), 'json', 'help'])
      expect(out.some((line) => line.startsWith(`  --${option}`))).toBe(true);
    for (const line of out) expect(line.length).toBeLessThanOrEqual(100);
    expect((await cli({}, ...name.split(' '), '--help')).out).toEqual(out);
  });

  test('tells the version', async () => {
    expect((await cli({}, '--version')).out).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
  });
});

describe('what is not understood ends with 2 and a plain sentence', () => {
  test.each([
    [['acount', 'list'], 'There is no command "acount".'],
    [['account'], 'It is one of: account show'],
    [['account', 'show'], 'It is: inkwell account show ACCOUNT'],
    [['account', 'show', 'a', 'b'], 'It is: inkwell account show ACCOUNT'],
    [['account', 'list', '--nope'], "Unknown option '--nope'"],
    [['account', 'create', 'a'], '--plan is missing.'],
    [['account', 'edit', 'a', '--plan', 'pro', '--when', 'later'], '--when must be one of now, next_cycle'],
    [['grant', 'a', 'many', '--reason', 'x'], 'CREDITS must be a whole number, not "many".'],
    [['grant', 'a', '5'], '--reason is missing.'],
    [['usage', 'a', '--cycle', 'last'], '--cycle must be current, previous or a number'],
    [['verify'], 'Name accounts, or give --all'],
    [['verify', '--all', 'a'], 'Name accounts, or give --all'],
    [['seed', 'prod'], 'There is one content to write: demo.'],
    [['export', '--out'], 'argument missing'],
  ])('%j', async (argv, says) => {
    const { exit, out, err } = await cli({ INKWELL_DATA_DIR: temporary() }, ...argv);
    expect([exit, out]).toEqual([2, []]);
    expect(err).toContain(says);
    expect(err).toContain('More: inkwell help');
    const json = await cli({}, ...argv, '--json');
    expect(json.exit).toBe(2);
    expect(JSON.parse(json.err)).toMatchObject({ error: { code: 'failed' } });
  });

  test('a wrong setting names its variable', async () => {
    const { exit, err } = await cli({ INKWELL_DATA_DIR: temporary(), PORT: 'many' }, 'account', 'list');
    expect([exit, err]).toEqual([2, expect.stringContaining('PORT: must be a whole number')]);
  });

  test('where there is no Inkwell, nothing is made', async () => {
    const INKWELL_DATA_DIR = `${temporary()}/nowhere`;
    for (const argv of [
      ['account', 'list'],
      ['verify', '--all'],
      ['export', 'a'],
      ['backup', 'b'],
    ]) {
      const { exit, err } = await cli({ INKWELL_DATA_DIR }, ...argv);
      expect([exit, err]).toEqual([2, expect.stringMatching(/There is no (Inkwell|database) in/)]);
    }
  });

  test('a database out of reach', async () => {
    const DATABASE_URL = 'postgres://someone:hush-hush@127.0.0.1:9/inkwell';
    const { exit, err } = await cli({ DATABASE_URL }, 'account', 'list');
    expect([exit, err]).toEqual([2, expect.stringContaining('The database can’t be used'.replace('’', "'"))]);
    expect(err).not.toContain('hush-hush');
  });

  test('a server out of reach, asked by its address', async () => {
    const argv = ['account', 'list', '--url', 'http://127.0.0.1:9', '--key', 'k'.repeat(24)];
    const { exit, err } = await cli({}, ...argv);
    expect([exit, err]).toEqual([2, expect.stringContaining('The server can’t be reached.')]);
    expect((await cli({}, 'account', 'list', '--url', 'http://127.0.0.1:9')).err).toContain(
      'wants its operator key: set INKWELL_OPERATOR_KEY or give --key',
    );
    expect((await cli({}, 'account', 'list', '--url', 'there', '--key', 'x')).err).toContain(
      'must be an address',
    );
  });
});

describe('words on the screen', () => {
  const io = { is_terminal: true };

  test('colours are for people alone', () => {
    expect(painted(io, 'red', 'no')).toBe('\u001B[31mno\u001B[39m');
    expect(painted({ is_terminal: false }, 'red', 'no')).toBe('no');
  });

  test('tables put numbers to the right', () => {
    expect(
      table([
        ['who', 'credits'],
        ['ines', 1_200],
        ['bo', 5],
      ]),
    ).toEqual(['who   credits', 'ines    1,200', 'bo          5']);
    expect(table([['who', 'credits']])).toEqual(['who  credits']);
  });

  test('paragraphs break between words', () => {
    const text = 'word '.repeat(60).trim();
    expect(wrapped(text).join(' ')).toBe(text);
    expect(Math.max(...wrapped(text).map((line) => line.length))).toBe(99);
  });

  test('numbers may have commas', () => {
    expect(wholeOf('20,000', 'CREDITS')).toBe(20_000);
    for (const text of ['', '-1', '1.5', '1e3', ' 5']) expect(() => wholeOf(text, 'X')).toThrow(UsageError);
  });

  test('arguments may stand before and behind options', () => {
    const grant = COMMANDS.find(({ name }) => name === 'grant')!;
    const call = parse(grant, ['acme', '--reason', 'x', '5'], {} as never);
    expect([call.args, call.flags.reason, call.json]).toEqual([['acme', '5'], 'x', false]);
  });
});
