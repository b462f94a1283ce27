import type { Account, Balance } from '@inkwell/sdk';

/** Figures and instants as people read them. */

export const number = (value: number): string => value.toLocaleString('en');
export const instant = (text: string): string => `${text.slice(0, 16).replace('T', ' ')} UTC`;
export const count = (value: number, one: string, many = `${one}s`): string =>
  `${number(value)} ${value === 1 ? one : many}`;

const LINE_CHARS = 100;

/** A paragraph in lines that a terminal shows whole. */
export function wrapped(paragraph: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > LINE_CHARS) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** Rows under each other; numbers to the right. The first row is the head. */
export function table(rows: (string | number)[][]): string[] {
  const cells = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? number(cell) : cell)));
  const width = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const is_number = cells[0]!.map((_, column) => typeof rows[1]?.[column] === 'number');
  return cells.map((row) =>
    row
      .map((cell, column) =>
        is_number[column] ? cell.padStart(width[column]!) : cell.padEnd(width[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
}

const WAITS: Record<NonNullable<Balance['bonus']['locked_by']>, string> = {
  plan_credits_left: 'after the plan’s',
  trial: 'not in the trial',
  paused: 'not while paused',
  canceled: 'not while canceled',
};

function bonusLine({ bonus }: Balance): string {
  const waits = bonus.locked_by === null ? '' : ` (${WAITS[bonus.locked_by]})`;
  return `  bonus    ${number(bonus.available)} available${waits}, ${number(bonus.held)} held, ${number(bonus.spent)} spent`;
}

function ownLine(balance: Balance): string {
  const own = balance.trial ?? balance.plan;
  const name = balance.trial === null ? 'plan ' : 'trial';
  if (own === null) return `  ${name}    none`;
  return `  ${name}    ${number(own.available)} of ${number(own.limit)} available, ${number(own.held)} held, ${number(own.spent)} spent`;
}

/** An account in some lines. */
export function accountLines(account: Account): string[] {
  const { balance, cycle } = account;
  const lines = [
    `${account.account}: ${account.plan}, ${account.phase}`,
    ownLine(balance),
    bonusLine(balance),
    `  cycle    ${cycle.number}, until ${instant(cycle.ends_at)} (${account.time_zone})`,
    `  refunds  ${number(balance.refunds.used)} of ${number(balance.refunds.cap)} used`,
    `  journal  ${count(balance.seq, 'entry', 'entries')}`,
  ];
  if (account.pending_edit !== null)
    lines.push(`  pending  ${account.pending_edit.plan}, from the next cycle on`);
  if (account.cancels_at !== null) lines.push(`  ends     ${instant(account.cancels_at)}`);
  return lines;
}
