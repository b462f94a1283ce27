/** The word counter beside Intl.Segmenter fed with lines and alfaaz, all in one run; targets from packages/words/README.md. */
import { gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { countWords as alfaazCount } from 'alfaaz';
import { build } from 'vite';
import { countWords, createWordCounter } from '@inkwell/words';

export type Row = {
  measure: string;
  value: number;
  unit: string;
  baseline: string;
  baseline_value: number;
  ratio: number;
  target: number;
  ok: boolean;
};

const ROUNDS = 15;
const TEXT_UNITS = 120_000;

const PROSE = [
  {
    name: 'English',
    locale: 'en',
    targets: { segmenter: 40, alfaaz: 0.6 },
    lines: [
      'The ferry left at seven, as it did every morning, with two cars, a van full of bread and the schoolteacher.',
      "Nobody on the island owned a clock that was right; they went by the ferry's horn, and the horn went by the tide.",
      'When the new captain came she brought a watch, a radio and a well-meant plan to be on time (in all weathers).',
      '“You will find,” said the harbour-master, “that 1,000 years of habit are heavier than your anchor.”',
      'She laughed, wrote the timetable on a board by the pier, and painted it blue so that it could be read in the fog.',
    ],
  },
  {
    name: 'Chinese',
    locale: 'zh',
    targets: { segmenter: 100, alfaaz: 0.6 },
    lines: [
      '渡船每天早上七点离开码头，船上有两辆汽车、一车面包，还有学校的老师。',
      '岛上没有一只钟是准的，人们听渡船的汽笛过日子，而汽笛听潮水的。',
      '新来的船长带来了一块手表、一台收音机，还有一个准时开船的计划。',
      '港口的管理员说：“你会发现，一千年的习惯比你的船锚还要重。”',
      '她笑了，把时刻表写在码头旁边的木板上，漆成蓝色，好让人在雾里也能看清。',
    ],
  },
  {
    name: 'Thai',
    locale: 'th',
    targets: { segmenter: 40, alfaaz: 0.4 },
    lines: [
      'เรือข้ามฟากออกจากท่าตอนเจ็ดโมงเช้าทุกวัน มีรถยนต์สองคัน รถขนมปังหนึ่งคัน และครูของโรงเรียน',
      'บนเกาะไม่มีนาฬิกาเรือนไหนที่เดินตรงเวลา ผู้คนใช้ชีวิตตามเสียงหวูดเรือ และเสียงหวูดก็ขึ้นอยู่กับน้ำทะเล',
      'กัปตันคนใหม่นำนาฬิกาข้อมือ วิทยุ และแผนการออกเรือให้ตรงเวลามาด้วย',
      'เจ้าหน้าที่ท่าเรือพูดว่าเธอจะได้รู้ว่านิสัยที่มีมาพันปีนั้นหนักกว่าสมอเรือของเธอ',
      'เธอหัวเราะแล้วเขียนตารางเวลาบนกระดานข้างท่าเรือ ทาสีฟ้าเพื่อให้อ่านได้ในหมอก',
    ],
  },
];

let sink = 0;

/** Median milliseconds of each of several functions, taken in turn so that all meet the same weather. */
function medians(runs: (() => number)[], rounds: number): number[] {
  const times: number[][] = runs.map(() => []);
  for (let round = -3; round < rounds; round++) {
    for (const [index, run] of runs.entries()) {
      const start = performance.now();
      sink += run();
      const time_ms = performance.now() - start;
      if (round >= 0) times[index]!.push(time_ms);
    }
  }
  return times.map((each) => each.sort((a, b) => a - b)[Math.floor(each.length / 2)]!);
}

const repeated = (run: () => number, times: number) => () => {
  let sum = 0;
  for (let i = 0; i < times; i++) sum += run();
  return sum;
};

function proseRows({ name, locale, targets, lines }: (typeof PROSE)[number]): Row[] {
  const some: string[] = [];
  for (let units = 0; units < TEXT_UNITS; units += some.at(-1)!.length + 1)
    some.push(lines[some.length % lines.length]!);
  const text = some.join('\n');
  const segmenter = new Intl.Segmenter(locale, { granularity: 'word' });
  const segmenterCount = (): number => {
    let words = 0;
    for (const line of text.split('\n')) {
      for (const segment of segmenter.segment(line)) if (segment.isWordLike) words++;
    }
    return words;
  };
  const repeats = 20;
  const [own, segmented, alfaaz] = medians(
    [repeated(() => countWords(text), repeats), segmenterCount, repeated(() => alfaazCount(text), repeats)],
    ROUNDS,
  );
  const rate = (time_ms: number, times: number) => (text.length * times) / time_ms / 1000;
  const row = (baseline: string, baseline_value: number, target: number): Row => {
    const value = rate(own!, repeats);
    const ratio = value / baseline_value;
    const measure = `words counted, ${name} prose`;
    return {
      measure,
      value,
      unit: 'M units/s',
      baseline,
      baseline_value,
      ratio,
      target,
      ok: ratio >= target,
    };
  };
  return [
    row('Intl.Segmenter, line by line', rate(segmented!, 1), targets.segmenter),
    row('alfaaz', rate(alfaaz!, repeats), targets.alfaaz),
  ];
}

/** A row whose value must stay under a limit: `ratio` is value / limit, at most 1. */
function limitRow(measure: string, value: number, unit: string, limit: number): Row {
  const ratio = value / limit;
  return { measure, value, unit, baseline: 'limit', baseline_value: limit, ratio, target: 1, ok: ratio < 1 };
}

function streamRow(): Row {
  const text = PROSE[0]!.lines.join('\n').repeat(40);
  const chunks = text.match(/[^]{1,4}/g)!;
  const [time_ms] = medians(
    [
      () => {
        const counter = createWordCounter();
        for (const chunk of chunks) counter.push(chunk);
        return counter.total;
      },
    ],
    101,
  );
  return limitRow('a 4-character chunk streamed', (time_ms! * 1e6) / chunks.length, 'ns', 100);
}

/** Bytes of the whole package as a browser loads it: bundled, minified, gzipped. */
async function browserBytes(): Promise<number> {
  const entry = fileURLToPath(import.meta.resolve('@inkwell/words'));
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, minify: true, lib: { entry, formats: ['es'], fileName: 'words' } },
  });
  const [output] = [built].flat();
  if (!output || !('output' in output)) throw new Error('vite gave no bundle');
  return gzipSync(output.output[0].code, { level: 9 }).length;
}

export async function benchWords(): Promise<Row[]> {
  const rows = [...PROSE.flatMap(proseRows), streamRow()];
  rows.push(limitRow('word counter in a browser, gzipped', await browserBytes(), 'bytes', 4096));
  if (sink === 0) throw new Error('nothing was counted');
  return rows;
}
