import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MAX_COLORS = 256;

interface Pixels {
  width: number;
  height: number;
  /** 3 or 4 bytes a pixel. */
  depth: number;
  data: Buffer;
}

function* chunksOf(png: Buffer): Generator<{ type: string; data: Buffer }> {
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    yield {
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    };
    at += length + 12;
  }
}

const paeth = (a: number, b: number, c: number): number => {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
};

/** Reads what Chromium writes: 8 bits a channel, not interlaced. */
function decode(png: Buffer): Pixels {
  const chunks = [...chunksOf(png)];
  const head = chunks[0]!.data;
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const depth = head[9] === 6 ? 4 : 3;
  const packed = inflateSync(
    Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)),
  );
  const row = width * depth;
  const data = Buffer.alloc(row * height);
  for (let y = 0; y < height; y += 1) {
    const filter = packed[y * (row + 1)]!;
    for (let x = 0; x < row; x += 1) {
      const left = x < depth ? 0 : data[y * row + x - depth]!;
      const up = y === 0 ? 0 : data[(y - 1) * row + x]!;
      const corner = x < depth || y === 0 ? 0 : data[(y - 1) * row + x - depth]!;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      data[y * row + x] = packed[y * (row + 1) + 1 + x]! + guess;
    }
  }
  return { width, height, depth, data };
}

/** The commonest colours; every other one becomes the nearest of them. */
function paletteOf(colors: Uint32Array): { palette: number[]; indexOf: Map<number, number> } {
  const counts = new Map<number, number>();
  for (const color of colors) counts.set(color, (counts.get(color) ?? 0) + 1);
  const all = [...counts].toSorted((one, other) => other[1] - one[1]).map(([color]) => color);
  const palette = all.slice(0, MAX_COLORS);
  const far = (one: number, other: number) =>
    [16, 8, 0].reduce((sum, bits) => sum + (((one >> bits) & 255) - ((other >> bits) & 255)) ** 2, 0);
  const nearest = (color: number) => {
    let best = 0;
    for (let at = 1; at < palette.length; at += 1)
      if (far(palette[at]!, color) < far(palette[best]!, color)) best = at;
    return best;
  };
  const indexOf = new Map(palette.map((color, index) => [color, index]));
  for (const color of all.slice(MAX_COLORS)) indexOf.set(color, nearest(color));
  return { palette, indexOf };
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** The same picture in 256 colours: a third of the size. */
export function withPalette(png: Buffer): Buffer {
  const { width, height, depth, data } = decode(png);
  const colors = Uint32Array.from({ length: width * height }, (_, at) => data.readUIntBE(at * depth, 3));
  const { palette, indexOf } = paletteOf(colors);
  const rows = Buffer.alloc((width + 1) * height);
  for (const [at, color] of colors.entries())
    rows[Math.floor(at / width) * (width + 1) + 1 + (at % width)] = indexOf.get(color)!;
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const plte = Buffer.alloc(palette.length * 3);
  for (const [at, color] of palette.entries()) plte.writeUIntBE(color, at * 3, 3);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', plte),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
