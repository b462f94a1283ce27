import { createHash } from 'node:crypto';

const PLACES = ['outside', 'available', 'held', 'spent', 'expired', 'revoked'];
const grants = new Map();
let header;
let previous = '0'.repeat(64);
let entries = 0;

function check(line) {
  const { seq, at, kind, key, actor, member, output, output_rev, body, hash } = JSON.parse(line);
  const head = JSON.stringify([header.account, seq, at, kind, key, actor, member, output, output_rev]);
  const own = createHash('sha256').update(`${previous}\n${head}\n${body}`).digest('hex');
  if (seq !== entries + 1 || own !== hash) throw new Error(`entry ${entries + 1} does not fit`);
  for (const [grant, credits, code] of JSON.parse(body).m) {
    const places = grants.get(grant) ?? PLACES.map(() => 0);
    places[Math.floor(code / 10)] -= credits;
    places[code % 10] += credits;
    if (Math.min(...places.slice(1)) < 0)
      throw new Error(`entry ${seq} takes more from grant ${grant} than it has`);
    grants.set(grant, places);
  }
  [entries, previous] = [seq, hash];
}

let rest = '';
for await (const chunk of process.stdin.setEncoding('utf8')) {
  // Only a line feed ends a line: other signs that some readers take for it may stand in a reason.
  const lines = (rest + chunk).split('\n');
  rest = lines.pop();
  if (header === undefined && lines.length > 0) header = JSON.parse(lines.shift());
  for (const line of lines) check(line);
}
if (entries !== header.entries || previous !== header.head_hash)
  throw new Error(`it ends after entry ${entries}`);
const say = (text) => process.stdout.write(`${text}\n`);
for (const [grant, [, ...places]] of grants)
  say(`grant ${grant}: ${places.map((credits, at) => `${credits} ${PLACES[at + 1]}`).join(', ')}`);
say(`${entries} entries, ${previous}`);
